//===-- FuelInRegisters.cpp - Fuel as a value in loops that call nothing ----===//

#include "codegen/FuelInRegisters.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/SSAUpdater.h"

using namespace llvm;

namespace sinter {

namespace {

bool isFuel(const Instruction &inst) {
  const MDNode *tag = inst.getMetadata(LLVMContext::MD_tbaa);
  auto *type = tag ? dyn_cast<MDNode>(tag->getOperand(0)) : nullptr;
  auto *name = type && type->getNumOperands() ? dyn_cast<MDString>(type->getOperand(0)) : nullptr;
  return name && name->getString() == "fuel";
}

class Promoter : public LoadAndStorePromoter {
public:
  Promoter(ArrayRef<Instruction *> accesses, SSAUpdater &ssa, ArrayRef<BasicBlock *> exits,
           Value *cell, MDNode *tag)
      : LoadAndStorePromoter(SmallVector<const Instruction *>(accesses), ssa, "fuel"), exits(exits),
        cell(cell), tag(tag) {}

  void doExtraRewritesBeforeFinalDeletion() override {
    for (BasicBlock *exit : exits) {
      IRBuilder<> b(exit, exit->getFirstInsertionPt());
      b.CreateAlignedStore(SSA.GetValueInMiddleOfBlock(exit), cell, Align(8))
          ->setMetadata(LLVMContext::MD_tbaa, tag);
    }
  }

private:
  ArrayRef<BasicBlock *> exits;
  Value *cell;
  MDNode *tag;
};

/// The loop's accesses to fuel; none if somebody else may see it, or if that is not one word.
SmallVector<Instruction *> accessesIn(const Loop &loop, Value *&cell) {
  SmallVector<Instruction *> found;
  bool isStored = false;
  for (BasicBlock *block : loop.blocks())
    for (Instruction &inst : *block) {
      if (auto *call = dyn_cast<CallBase>(&inst)) {
        if (!isa<IntrinsicInst>(call) && !call->doesNotAccessMemory())
          return {};
      } else if (isa<LoadInst, StoreInst>(inst) && isFuel(inst)) {
        Value *pointer = getLoadStorePointerOperand(&inst);
        if (!loop.isLoopInvariant(pointer) || (cell && cell != pointer))
          return {};
        cell = pointer;
        isStored |= isa<StoreInst>(inst);
        found.push_back(&inst);
      }
    }
  return isStored ? found : SmallVector<Instruction *>();
}

} // namespace

PreservedAnalyses FuelInRegisters::run(Function &function, FunctionAnalysisManager &analyses) {
  if (!function.hasFnAttribute("sinter-fuel"))
    return PreservedAnalyses::all();
  auto &loops = analyses.getResult<LoopAnalysis>(function);
  auto &dt = analyses.getResult<DominatorTreeAnalysis>(function);
  auto &se = analyses.getResult<ScalarEvolutionAnalysis>(function);
  auto &assumptions = analyses.getResult<AssumptionAnalysis>(function);

  bool changed = false;
  SmallVector<Loop *> rest(loops.begin(), loops.end());
  while (!rest.empty()) {
    Loop *loop = rest.pop_back_val();
    Value *cell = nullptr;
    SmallVector<Instruction *> accesses = accessesIn(*loop, cell);
    if (accesses.empty()) {
      rest.append(loop->begin(), loop->end());
      continue;
    }
    changed |= simplifyLoop(loop, &dt, &loops, &se, &assumptions, nullptr, false);
    if (!loop->isLoopSimplifyForm())
      continue;
    SmallVector<BasicBlock *> exits;
    loop->getUniqueExitBlocks(exits);
    MDNode *tag = accesses.front()->getMetadata(LLVMContext::MD_tbaa);
    IRBuilder<> b(loop->getLoopPreheader()->getTerminator());
    LoadInst *before = b.CreateAlignedLoad(b.getInt64Ty(), cell, Align(8), "fuel");
    before->setMetadata(LLVMContext::MD_tbaa, tag);
    SSAUpdater ssa;
    Promoter promoter(accesses, ssa, exits, cell, tag);
    ssa.AddAvailableValue(loop->getLoopPreheader(), before);
    promoter.run(accesses);
    se.forgetTopmostLoop(loop);
    formLCSSARecursively(*loop, dt, &loops, &se);
    changed = true;
  }
  return changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}

} // namespace sinter
