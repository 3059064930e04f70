//===-- BoundedLoops.cpp - Loops that end before anybody could wait ---------===//
//
// What a look for interrupts costs is felt in small innermost loops, whose turns are counted in
// most programs before the first. If the count is small enough that the loop ends well within a
// millisecond, it runs in a copy that looks for nothing, and the loop around it looks
// at each of its turns. Other small loops are unrolled, exits and all, so that a look serves
// several turns. Strip-mining instead would cost a second counter.
//
//===----------------------------------------------------------------------===//

#include "codegen/BoundedLoops.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/OptimizationRemarkEmitter.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/ScalarEvolutionExpander.h"
#include "llvm/Transforms/Utils/UnrollLoop.h"

using namespace llvm;

namespace sinter {

namespace {

/// Instructions of the intermediate form that a loop may run through unseen: were each a load that
/// misses all caches, that would still be less than a millisecond.
constexpr uint64_t LongestRun = 16384;
/// In a larger loop a look is not felt.
constexpr uint64_t LargestBody = 128;
/// A look is two instructions; between two of them there may be as many as these, or turns.
constexpr uint64_t BetweenLooks = 96;
constexpr uint64_t MostTurnsUnrolled = 8;

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
      : function(function), costs(function.getDataLayout()),
        libraryInfo(Triple(function.getParent()->getTargetTriple())), library(libraryInfo),
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
    Value *count = expandTurns(loop);
    if (count)
      copy(loop, count, mostTurns);
    auto turns = unsigned(std::min(MostTurnsUnrolled, BetweenLooks / size));
    if (turns < 2 || function.hasOptSize() || !simplify(loop))
      return;
    if (count)
      hideBounds(loop);
    unroll(loop, turns);
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

  /// Hides where counters begin and what exits compare with: else bounds for each of the turns
  /// unrolled are computed before the loop, and machine code motion takes that to where short
  /// counts pay for it.
  void hideBounds(Loop &loop) {
    for (PHINode &phi : loop.getHeader()->phis())
      hide(loop, phi.getOperandUse(unsigned(phi.getBasicBlockIndex(loop.getLoopPreheader()))));
    for (BasicBlock *block : loop.blocks())
      for (Instruction &instruction : *block)
        if (isa<ICmpInst>(instruction))
          for (Use &use : instruction.operands())
            hide(loop, use);
  }

  static void hide(Loop &loop, Use &use) {
    Type *type = use->getType();
    if (isa<Constant>(use) || !loop.isLoopInvariant(use) ||
        !(type->isIntegerTy(32) || type->isIntegerTy(64)))
      return;
    FunctionType *copies = FunctionType::get(type, {type}, false);
    use.set(IRBuilder<>(loop.getLoopPreheader()->getTerminator())
                .CreateCall(InlineAsm::get(copies, "", "=r,0", /*hasSideEffects=*/true), {use}));
  }

  /// Several turns in one, with all their exits.
  void unroll(Loop &loop, unsigned turns) {
    formLCSSA(loop, tree, &loops, &evolution);
    UnrollLoopOptions options = {};
    options.Count = turns;
    options.Force = true;
    OptimizationRemarkEmitter remarks(&function);
    UnrollLoop(&loop, options, &loops, &evolution, &tree, &assumptions, &costs, &remarks,
               /*PreserveLCSSA=*/true);
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

  Function &function;
  TargetTransformInfo costs;
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
