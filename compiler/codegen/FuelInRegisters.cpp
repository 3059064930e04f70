//===-- FuelInRegisters.cpp - Fuel as a value in loops that call nothing ----===//

#include "codegen/FuelInRegisters.h"

#include "codegen/FuelPlacement.h"
#include "sinter/abi/Abi.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/SSAUpdater.h"

using namespace llvm;
using namespace llvm::PatternMatch;

namespace sinter {

namespace {

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
      } else if (isFuelAccess(inst)) {
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

/// The block does nothing but trap for want of fuel.
bool isOutOfFuel(const BasicBlock *block) {
  for (unsigned steps = 0; steps < 3 && block; ++steps) {
    for (const Instruction &inst : *block) {
      auto *call = dyn_cast<CallInst>(&inst);
      auto *code =
          call && call->arg_size() == 2 ? dyn_cast<ConstantInt>(call->getArgOperand(1)) : nullptr;
      if (code && call->doesNotReturn())
        return code->getZExtValue() == SINTER_TRAP_OutOfFuel;
      if (!isa<PHINode, StoreInst>(inst) && !inst.isTerminator())
        return false;
    }
    block = block->getSingleSuccessor();
  }
  return false;
}

/// Whether the comparison sends those away who have none left.
bool asksForFuel(const ICmpInst &compare) {
  auto *branch = compare.hasOneUse() ? dyn_cast<BranchInst>(compare.user_back()) : nullptr;
  return branch && isOutOfFuel(branch->getSuccessor(0));
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

PreservedAnalyses FuelBySign::run(Function &function, FunctionAnalysisManager &) {
  if (!function.hasFnAttribute("sinter-fuel"))
    return PreservedAnalyses::all();
  bool changed = false;
  for (BasicBlock &block : function) {
    // Behind that trap nothing is left, whatever it says here.
    bool isEnd = isOutOfFuel(&block);
    for (Instruction &inst : make_early_inc_range(block)) {
      if (isEnd && isa<StoreInst>(inst) && isFuelAccess(inst)) {
        inst.eraseFromParent();
        changed = true;
        continue;
      }
      auto *rest = dyn_cast<BinaryOperator>(&inst);
      Value *left;
      const APInt *cost;
      if (!rest || !match(rest, m_Add(m_Value(left), m_APInt(cost))) || !cost->isNegative() ||
          !rest->getType()->isIntegerTy(64))
        continue;
      for (User *user : make_early_inc_range(left->users())) {
        auto *compare = dyn_cast<ICmpInst>(user);
        const APInt *least;
        if (!compare || compare->getParent() != &block || compare->getOperand(0) != left ||
            !asksForFuel(*compare) || !match(compare->getOperand(1), m_APInt(least)) ||
            *least != -*cost ||
            !(compare->getPredicate() == CmpInst::ICMP_SLT ||
              (compare->getPredicate() == CmpInst::ICMP_ULT && compare->hasSameSign())))
          continue;
        rest->dropPoisonGeneratingFlags();
        if (compare->comesBefore(rest))
          rest->moveBefore(compare->getIterator());
        compare->setPredicate(CmpInst::ICMP_SLT);
        compare->setSameSign(false);
        compare->setOperand(0, rest);
        compare->setOperand(1, ConstantInt::get(rest->getType(), 0));
        changed = true;
      }
    }
  }
  return changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}

} // namespace sinter
