//===-- BoundedLoops.cpp - Loops that end before anybody could wait ---------===//
//
// What a poll costs is felt in small innermost loops, whose turns are counted in most programs
// before the first. If the count is small enough that the loop ends well within a millisecond, it
// runs in a copy without polls, and the loop around it polls at each of its turns. Strip-mining
// instead would cost a second counter; unrolling other loops, so that a poll serves several turns,
// cost more in code than it saved (docs/performance.md).
//
//===----------------------------------------------------------------------===//

#include "codegen/BoundedLoops.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/ScalarEvolutionExpander.h"

using namespace llvm;

namespace sinter {

namespace {

/// Instructions of the intermediate form that a loop may run through unseen: were each a load that
/// misses all caches, that would still be less than a millisecond.
constexpr uint64_t LongestRun = 16384;
/// In a larger loop a poll is not felt.
constexpr uint64_t LargestBody = 128;

/// The number of instructions of one turn, or 0 if it may last for long, or longer than is of
/// interest.
uint64_t sizeOf(const Loop &loop) {
  uint64_t size = 0;
  for (const BasicBlock *block : loop.blocks())
    for (const Instruction &instruction : *block) {
      auto *call = dyn_cast<CallBase>(&instruction);
      if (call && (!isa<IntrinsicInst>(call) || isa<AnyMemIntrinsic>(call)))
        return 0;
      ++size;
    }
  return size <= LargestBody ? size : 0;
}

class Bounder {
public:
  explicit Bounder(Function &function)
      : libraryInfo(Triple(function.getParent()->getTargetTriple())), library(libraryInfo),
        assumptions(function), tree(function), loops(tree),
        evolution(function, library, assumptions, tree, loops) {}

  BlockSet run() {
    SmallVector<Loop *> innermost;
    for (Loop *loop : loops.getLoopsInPreorder())
      if (loop->isInnermost())
        innermost.push_back(loop);
    for (Loop *loop : innermost)
      if (uint64_t size = sizeOf(*loop))
        bound(*loop, size);
    return std::move(headers);
  }

private:
  void bound(Loop &loop, uint64_t size) {
    uint64_t mostTurns = LongestRun / size;
    unsigned most = evolution.getSmallConstantMaxTripCount(&loop);
    if (most && most <= mostTurns) {
      headers.insert(loop.getHeader());
      return;
    }
    if (Value *count = expandTurns(loop))
      copy(loop, count, mostTurns);
  }

  bool simplify(Loop &loop) {
    if (!loop.isLoopSimplifyForm())
      simplifyLoop(&loop, &tree, &loops, &evolution, &assumptions, nullptr, false);
    return loop.isLoopSimplifyForm() && loop.isSafeToClone();
  }

  /// Before the loop, the most turns that it may take but the first; null if that is not known.
  Value *expandTurns(Loop &loop) {
    if (!simplify(loop))
      return nullptr;
    const SCEV *turns = evolution.getSymbolicMaxBackedgeTakenCount(&loop);
    if (isa<SCEVCouldNotCompute>(turns) || isa<SCEVConstant>(turns) ||
        turns->getType()->getIntegerBitWidth() > 64)
      return nullptr;
    SCEVExpander expander(evolution, "turns");
    Instruction *end = loop.getLoopPreheader()->getTerminator();
    return expander.isSafeToExpandAt(turns, end)
               ? expander.expandCodeFor(turns, turns->getType(), end)
               : nullptr;
  }

  /// A second loop for counts below `mostTurns`.
  void copy(Loop &loop, Value *count, uint64_t mostTurns) {
    formLCSSA(loop, tree, &loops, &evolution);
    BasicBlock *check = loop.getLoopPreheader();
    BasicBlock *preheader =
        SplitBlock(check, check->getTerminator(), &tree, &loops, nullptr, "long");
    ValueToValueMapTy values;
    SmallVector<BasicBlock *> blocks;
    Loop *shortLoop =
        cloneLoopWithPreheader(preheader, check, &loop, values, ".short", &loops, &tree, blocks);
    remapInstructionsInBlocks(blocks, values);
    Instruction *end = check->getTerminator();
    IRBuilder<> b(end);
    Value *wide = b.CreateZExtOrTrunc(count, b.getInt64Ty());
    Value *isShort = b.CreateICmpULT(wide, b.getInt64(mostTurns));
    b.CreateCondBr(isShort, shortLoop->getLoopPreheader(), preheader);
    end->eraseFromParent();
    SmallVector<BasicBlock *> exits;
    loop.getUniqueExitBlocks(exits);
    for (BasicBlock *exit : exits) {
      for (PHINode &phi : exit->phis())
        for (unsigned i = 0, known = phi.getNumIncomingValues(); i != known; ++i) {
          if (!loop.contains(phi.getIncomingBlock(i)))
            continue;
          Value *value = phi.getIncomingValue(i);
          auto found = values.find(value);
          phi.addIncoming(found == values.end() ? value : static_cast<Value *>(found->second),
                          cast<BasicBlock>(values[phi.getIncomingBlock(i)]));
        }
      tree.changeImmediateDominator(exit, tree.findNearestCommonDominator(exit, check));
    }
    evolution.forgetAllLoops();
    headers.insert(shortLoop->getHeader());
  }

  TargetLibraryInfoImpl libraryInfo;
  TargetLibraryInfo library;
  AssumptionCache assumptions;
  DominatorTree tree;
  LoopInfo loops;
  ScalarEvolution evolution;
  BlockSet headers;
};

} // namespace

BlockSet findBoundedLoops(Function &function) { return Bounder(function).run(); }

} // namespace sinter
