//===-- Polls.cpp - Where loops notice that they are to end -----------------===//
//
// Every cycle of a function, and every cycle of guaranteed tail calls, comes by a poll: behind the
// first turn of a loop, which is the last of most, if there is one way back to its beginning.
// Exception pads take no branch, so their cycles are met where they begin again.
//
//===----------------------------------------------------------------------===//

#include "codegen/Polls.h"

#include "codegen/BoundedLoops.h"
#include "codegen/MemoryFacts.h"
#include "codegen/TrapBlock.h"
#include "sinter/abi/Abi.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/CFG.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace sinter {

namespace {

using Edge = std::pair<BasicBlock *, BasicBlock *>;

struct Places {
  SetVector<BasicBlock *> blocks;
  SetVector<Edge> edges;
};

Places findPlaces(Function &function, const BlockSet &bounded) {
  SmallVector<std::pair<const BasicBlock *, const BasicBlock *>> back;
  FindFunctionBackedges(function, back);
  MapVector<BasicBlock *, SetVector<BasicBlock *>> waysBack;
  for (auto [from, to] : back)
    if (!bounded.contains(to))
      waysBack[const_cast<BasicBlock *>(to)].insert(const_cast<BasicBlock *>(from));
  Places places;
  for (auto &[to, from] : waysBack) {
    if (to->isEHPad())
      places.blocks.insert_range(from);
    else if (from.size() == 1 && llvm::count(successors(from[0]), to) == 1 &&
             isa<BranchInst>(from[0]->getTerminator()))
      places.edges.insert({from[0], to});
    else
      places.blocks.insert(to);
  }
  for (BasicBlock &block : function)
    if (block.getTerminatingMustTailCall())
      places.blocks.insert(&block);
  return places;
}

BasicBlock::iterator beginningOf(BasicBlock &block) {
  return block.isEntryBlock() ? block.getFirstNonPHIOrDbgOrAlloca() : block.getFirstInsertionPt();
}

/// A load from the page in front of memory 0.
class PagePolls {
public:
  explicit PagePolls(Function &function)
      : function(function), tree(function), bases(basesOfFirstMemory(function)) {}

  void insert(const Places &places) {
    for (BasicBlock *block : places.blocks)
      insertAt(beginningOf(*block));
    // On the way out of the loop, too, which is better than a block of its own.
    for (auto [from, to] : places.edges)
      insertAt(from->getTerminator()->getIterator());
  }

private:
  void insertAt(BasicBlock::iterator place) {
    IRBuilder<> b(place->getParent(), place);
    b.SetCurrentDebugLocation(place->getStableDebugLoc());
    Value *poll = b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), baseAt(b), -SINTER_POLL_OFFSET);
    b.CreateAlignedLoad(b.getInt32Ty(), poll, Align(4), /*isVolatile=*/true);
  }

  Value *baseAt(IRBuilder<> &b) {
    for (Instruction *base : bases)
      if (tree.dominates(base, &*b.GetInsertPoint()))
        return base;
    LoadInst *load = b.CreateAlignedLoad(b.getPtrTy(), memoryBaseAddress(b, function, 0), Align(8));
    load->setMetadata(LLVMContext::MD_invariant_load, MDNode::get(b.getContext(), {}));
    return load;
  }

  Function &function;
  DominatorTree tree;
  SmallVector<Instruction *> bases;
};

/// Whether Context.interrupted is set. The context is loaded each time, since a register for it all
/// along would be spilled, or saved by functions that rarely come to a loop. LLVM folds no load
/// into a comparison that it may neither leave out nor move.
Value *isInterrupted(IRBuilder<> &b, Function &function) {
  LoadInst *context =
      b.CreateAlignedLoad(b.getPtrTy(),
                          b.CreateConstInBoundsGEP1_32(b.getInt64Ty(), function.getArg(0),
                                                       SINTER_SLOT_Instance_context),
                          Align(8), /*isVolatile=*/true);
  Value *flag =
      b.CreateConstInBoundsGEP1_32(b.getInt64Ty(), context, SINTER_SLOT_Context_interrupted);
  if (function.getParent()->getTargetTriple().getArch() != Triple::x86_64) {
    LoadInst *load = b.CreateAlignedLoad(b.getInt64Ty(), flag, Align(8));
    load->setAtomic(AtomicOrdering::Monotonic);
    return b.CreateIsNotNull(load);
  }
  InlineAsm *comparison =
      InlineAsm::get(FunctionType::get(b.getInt8Ty(), {flag->getType()}, false), "cmpq $$0, $1",
                     "={@ccne},*m,~{dirflag},~{fpsr},~{flags}", /*hasSideEffects=*/true);
  CallInst *differs = b.CreateCall(comparison, {flag});
  differs->addParamAttr(0, Attribute::get(b.getContext(), Attribute::ElementType, b.getInt64Ty()));
  differs->setDoesNotThrow();
  return b.CreateIsNotNull(differs);
}

/// A branch that the processor foresees.
void insertFlagPolls(Function &function, const Places &places) {
  BasicBlock *trap = createTrapBlock(function, function.getArg(0), SINTER_TRAP_Interrupted);
  auto poll = [&](BasicBlock *before, BasicBlock *behind) {
    before->getTerminator()->eraseFromParent();
    IRBuilder<> b(before);
    b.CreateCondBr(isInterrupted(b, function), trap, behind,
                   MDBuilder(function.getContext()).createUnlikelyBranchWeights());
  };
  for (BasicBlock *block : places.blocks)
    poll(block, block->splitBasicBlock(beginningOf(*block), "polled"));
  // A block with a branch alone would part the poll from the loop's beginning, and neither be
  // moved.
  for (auto [from, to] : places.edges)
    poll(SplitEdge(from, to), to);
}

} // namespace

void insertPolls(llvm::Module &module) {
  for (Function &function : module) {
    if (function.isDeclaration() || !function.hasFnAttribute("sinter-interruptible") ||
        function.hasAvailableExternallyLinkage())
      continue;
    Places places = findPlaces(function, findBoundedLoops(function));
    if (places.blocks.empty() && places.edges.empty())
      continue;
    if (function.getFnAttribute("sinter-interruptible").getValueAsString() == "page")
      PagePolls(function).insert(places);
    else
      insertFlagPolls(function, places);
  }
}

} // namespace sinter
