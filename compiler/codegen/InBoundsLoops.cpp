//===-- InBoundsLoops.cpp - A trap-free copy of loops over memory ----------===//
//
// The loop that was there becomes the fast copy, since scalar evolution knows
// it; the clone is the one that may trap.
//
//===----------------------------------------------------------------------===//

#include "codegen/InBoundsLoops.h"

#include "codegen/BoundsProof.h"
#include "codegen/UnrolledBody.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/DomTreeUpdater.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/Local.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/ScalarEvolutionExpander.h"

using namespace llvm;

namespace sinter {

namespace {

class Versioning {
public:
  Versioning(Loop &fast, const BoundsProof &proof, LoopInfo &loops, DominatorTree &dt,
             ScalarEvolution &se, SCEVExpander &expander)
      : fast(fast), proof(proof), loops(loops), dt(dt), se(se), expander(expander) {}

  void run() {
    BasicBlock *check = fast.getLoopPreheader();
    BasicBlock *preheader = SplitBlock(check, check->getTerminator(), &dt, &loops, nullptr,
                                       fast.getHeader()->getName() + ".inbounds");
    IRBuilder<> b(check->getTerminator());
    Value *holds = proof.emit(expander, b);
    backedges = expand(proof.backedges, b);
    for (const BoundsProof::Stream &stream : proof.streams)
      streams.push_back({expand(stream.start, b), expand(stream.step, b), nullptr});

    cloneSlow(check, preheader);
    ReplaceInstWithInst(check->getTerminator(),
                        BranchInst::Create(preheader, slow->getLoopPreheader(), holds));
    check->getTerminator()->setMetadata(LLVMContext::MD_prof,
                                        MDBuilder(check->getContext()).createLikelyBranchWeights());
    joinExits();

    BasicBlock *latch = fast.getLoopLatch();
    count(preheader, *latch);
    rewriteAccesses();
    dropTrapExits();
    settleFuel(preheader, *latch);
    dt.applyUpdates(updates);
    formDedicatedExitBlocks(&fast, &dt, &loops, nullptr, true);
    formDedicatedExitBlocks(slow, &dt, &loops, nullptr, true);
    cleanUp();
    mergeBlocks();
    undoUnrolling();
    addStringMetadataToLoop(slow, "llvm.loop.isvectorized", 1);
    addStringMetadataToLoop(slow, "llvm.loop.unroll.disable", 1);
    se.forgetTopmostLoop(&fast);
  }

private:
  /// A stream's start and step before the loop, and its address in the loop.
  struct StreamValue {
    Value *start, *step, *address;
  };

  Value *expand(const SCEV *expression, IRBuilder<> &b) {
    return expander.expandCodeFor(expression, b.getInt64Ty(), &*b.GetInsertPoint());
  }

  void cloneSlow(BasicBlock *check, BasicBlock *preheader) {
    SmallVector<BasicBlock *, 16> blocks;
    slow =
        cloneLoopWithPreheader(preheader, check, &fast, copies, ".trapping", &loops, &dt, blocks);
    remapInstructionsInBlocks(blocks, copies);
  }

  /// Both copies leave to the same blocks, whose phis learn of the new ways in.
  void joinExits() {
    SmallVector<Loop::Edge, 4> edges;
    fast.getExitEdges(edges);
    for (auto &[from, to] : edges) {
      auto *newFrom = cast<BasicBlock>(copies[from]);
      for (PHINode &phi : to->phis()) {
        Value *value = phi.getIncomingValueForBlock(from);
        auto copy = copies.find(value);
        phi.addIncoming(copy == copies.end() ? value : static_cast<Value *>(copy->second), newFrom);
        se.forgetLcssaPhiWithNewPredecessor(&fast, &phi);
      }
      updates.push_back({DominatorTree::Insert, newFrom, to});
    }
  }

  /// The counter from 0, and the latch's branch on it.
  void count(BasicBlock *preheader, BasicBlock &latch) {
    BasicBlock *header = fast.getHeader();
    IRBuilder<> b(&header->front());
    PHINode *phi = b.CreatePHI(b.getInt64Ty(), 2, "i");
    index = phi;
    auto *branch = cast<BranchInst>(latch.getTerminator());
    b.SetInsertPoint(branch);
    Value *next = b.CreateAdd(phi, b.getInt64(1), "i.next", true, true);
    phi->addIncoming(b.getInt64(0), preheader);
    phi->addIncoming(next, &latch);
    bool goesBackIfTrue = branch->getSuccessor(0) == header;
    IRBuilder<> before(preheader->getTerminator());
    trips = before.CreateAdd(backedges, before.getInt64(1), "trips", true, true);
    dead.push_back(branch->getCondition());
    exitTest = new ICmpInst(branch->getIterator(),
                            goesBackIfTrue ? CmpInst::ICMP_NE : CmpInst::ICMP_EQ, next, trips);
    branch->setCondition(exitTest);
  }

  /// base + start + step * i, at the top of the loop.
  Value *makeAddress(Value *base, const StreamValue &stream) {
    IRBuilder<> b(&*fast.getHeader()->getFirstInsertionPt());
    Value *offset = b.CreateMul(index, stream.step);
    auto *step = dyn_cast<ConstantInt>(stream.step);
    bool isUp = !step || step->getValue().isStrictlyPositive();
    if (auto *mul = dyn_cast<BinaryOperator>(offset); mul && isUp) {
      mul->setHasNoUnsignedWrap();
      mul->setHasNoSignedWrap(step);
    }
    return b.CreatePtrAdd(b.CreatePtrAdd(base, stream.start), offset, "at",
                          isUp ? GEPNoWrapFlags::noUnsignedWrap() : GEPNoWrapFlags::none());
  }

  void rewriteAccesses() {
    for (const BoundsProof::Access &access : proof.accesses) {
      StreamValue &stream = streams[access.stream];
      if (!stream.address)
        stream.address = makeAddress(access.base, stream);
      IRBuilder<> b(access.inst);
      Value *address = stream.address;
      if (access.offset != 0)
        address = b.CreatePtrAdd(address, b.getInt64(uint64_t(access.offset)), "",
                                 GEPNoWrapFlags::noUnsignedWrap());
      if (auto *load = dyn_cast<LoadInst>(access.inst)) {
        dead.push_back(load->getPointerOperand());
        load->setOperand(LoadInst::getPointerOperandIndex(), address);
        load->setVolatile(false);
      } else {
        auto *store = cast<StoreInst>(access.inst);
        dead.push_back(store->getPointerOperand());
        store->setOperand(StoreInst::getPointerOperandIndex(), address);
        store->setVolatile(false);
      }
    }
  }

  void dropTrapExits() {
    for (const BoundsProof::TrapExit &exit : proof.trapExits) {
      auto *branch = cast<BranchInst>(exit.block->getTerminator());
      BasicBlock *trap = branch->getSuccessor(exit.successor);
      BasicBlock *next = branch->getSuccessor(1 - exit.successor);
      dead.push_back(branch->getCondition());
      trap->removePredecessor(exit.block, /*KeepOneInputPHIs=*/true);
      ReplaceInstWithInst(branch, BranchInst::Create(next));
      updates.push_back({DominatorTree::Delete, exit.block, trap});
    }
  }

  /// Where every turn costs the same, what is left behind the loop is known before it.
  void settleFuel(BasicBlock *preheader, BasicBlock &latch) {
    if (!proof.fuel || proof.fuel->lowest != proof.fuel->highest)
      return;
    PHINode &phi = *proof.fuel->phi;
    IRBuilder<> b(preheader->getTerminator());
    Value *last = b.CreateAdd(phi.getIncomingValueForBlock(preheader),
                              b.CreateMul(backedges, b.getInt64(uint64_t(proof.fuel->lowest))));
    for (BasicBlock *successor : successors(&latch)) {
      if (fast.contains(successor))
        continue;
      for (PHINode &out : successor->phis()) {
        auto added = proof.addedToFuel(out.getIncomingValueForBlock(&latch), phi);
        if (!added || added->first != added->second)
          continue;
        out.setIncomingValueForBlock(&latch, b.CreateAdd(last, b.getInt64(uint64_t(added->first))));
        se.forgetLcssaPhiWithNewPredecessor(&fast, &out);
      }
    }
  }

  void cleanUp() {
    for (WeakTrackingVH &value : dead)
      if (value)
        RecursivelyDeleteTriviallyDeadInstructions(value);
    DeleteDeadPHIs(fast.getHeader());
  }

  /// Without its checks, a body is often one block again.
  void mergeBlocks() {
    DomTreeUpdater updater(dt, DomTreeUpdater::UpdateStrategy::Eager);
    for (BasicBlock *block : to_vector(fast.blocks()))
      MergeBlockIntoPredecessor(block, &updater, &loops);
  }

  void undoUnrolling() {
    UnrolledBody body(fast, proof, index);
    unsigned factor = body.findFactor();
    if (factor == 1)
      return;
    body.roll();
    SmallVector<bool, 8> done(streams.size());
    for (const BoundsProof::Access &access : proof.accesses) {
      if (done[access.stream])
        continue;
      done[access.stream] = true;
      StreamValue &stream = streams[access.stream];
      int64_t step = cast<ConstantInt>(stream.step)->getSExtValue() / int64_t(factor);
      stream.step = ConstantInt::get(stream.step->getType(), uint64_t(step), true);
      Value *address = makeAddress(access.base, stream);
      stream.address->replaceAllUsesWith(address);
      RecursivelyDeleteTriviallyDeadInstructions(stream.address);
      stream.address = address;
    }
    IRBuilder<> b(trips->getContext());
    b.SetInsertPoint(fast.getLoopPreheader()->getTerminator());
    exitTest->setOperand(1, b.CreateMul(trips, b.getInt64(factor), "trips", true, true));
    keepUnrolledUnlessVectorised(factor);
  }

  /// A loop that the vectoriser declines is no worse than before.
  void keepUnrolledUnlessVectorised(unsigned factor) {
    LLVMContext &context = fast.getHeader()->getContext();
    auto option = [&](StringRef name, Metadata *value) {
      return MDNode::get(context, {MDString::get(context, name), value});
    };
    auto number = [&](unsigned value) {
      return ConstantAsMetadata::get(ConstantInt::get(Type::getInt32Ty(context), value));
    };
    MDNode *vectorised = option("llvm.loop.isvectorized", number(1));
    Metadata *options[] = {nullptr, option("llvm.loop.unroll.count", number(factor)),
                           option("llvm.loop.vectorize.followup_vectorized", vectorised),
                           option("llvm.loop.vectorize.followup_epilogue", vectorised)};
    MDNode *id = MDNode::getDistinct(context, options);
    id->replaceOperandWith(0, id);
    fast.setLoopID(id);
  }

  Loop &fast;
  Loop *slow = nullptr;
  const BoundsProof &proof;
  LoopInfo &loops;
  DominatorTree &dt;
  ScalarEvolution &se;
  SCEVExpander &expander;
  ValueToValueMapTy copies;
  Value *backedges = nullptr, *trips = nullptr;
  ICmpInst *exitTest = nullptr;
  PHINode *index = nullptr;
  SmallVector<StreamValue, 8> streams;
  SmallVector<WeakTrackingVH, 16> dead;
  SmallVector<DominatorTree::UpdateType, 8> updates;
};

/// Widening induction variables turns 32-bit addresses and exit tests into 64-bit ones under a
/// mask, `x & 0xfffffff8` where x is a multiple of 8. Scalar evolution follows a truncation
/// instead.
bool unmask(Loop &loop, ScalarEvolution &se) {
  SmallVector<BinaryOperator *, 8> masks;
  for (BasicBlock *block : loop.blocks())
    for (Instruction &inst : *block) {
      ConstantInt *mask;
      if (inst.getType()->isIntegerTy(64) &&
          match(&inst,
                PatternMatch::m_And(PatternMatch::m_Value(), PatternMatch::m_ConstantInt(mask))) &&
          mask->getValue().getActiveBits() == 32 && mask->getValue().isShiftedMask() &&
          se.getMinTrailingZeros(se.getSCEV(inst.getOperand(0))) >= mask->getValue().countr_zero())
        masks.push_back(cast<BinaryOperator>(&inst));
    }
  for (BinaryOperator *mask : masks) {
    IRBuilder<> b(mask);
    Value *narrow = b.CreateTrunc(mask->getOperand(0), b.getInt32Ty());
    for (User *user : make_early_inc_range(mask->users())) {
      auto *compare = dyn_cast<ICmpInst>(user);
      ConstantInt *other;
      if (!compare || !compare->isEquality() ||
          !match(compare->getOperand(1), PatternMatch::m_ConstantInt(other)) ||
          other->getValue().getActiveBits() > 32)
        continue;
      b.SetInsertPoint(compare);
      Value *newCompare = b.CreateICmp(compare->getPredicate(), narrow,
                                       b.getInt32(uint32_t(other->getZExtValue())));
      se.forgetValue(compare);
      compare->replaceAllUsesWith(newCompare);
      compare->eraseFromParent();
    }
    b.SetInsertPoint(mask);
    se.forgetValue(mask);
    mask->replaceAllUsesWith(b.CreateZExt(narrow, b.getInt64Ty()));
    mask->eraseFromParent();
  }
  if (!masks.empty())
    se.forgetTopmostLoop(&loop);
  return !masks.empty();
}

} // namespace

PreservedAnalyses InBoundsLoops::run(Function &function, FunctionAnalysisManager &analyses) {
  if (!function.getParent()->getNamedMetadata("sinter.memories"))
    return PreservedAnalyses::all();
  auto &loops = analyses.getResult<LoopAnalysis>(function);
  if (loops.empty())
    return PreservedAnalyses::all();
  auto &dt = analyses.getResult<DominatorTreeAnalysis>(function);
  auto &se = analyses.getResult<ScalarEvolutionAnalysis>(function);
  auto &assumptions = analyses.getResult<AssumptionAnalysis>(function);
  auto &tti = analyses.getResult<TargetIRAnalysis>(function);

  SmallVector<Loop *, 16> innermost;
  for (Loop *loop : loops.getLoopsInPreorder())
    if (loop->isInnermost())
      innermost.push_back(loop);
  bool changed = false;
  for (Loop *loop : innermost) {
    if (!loop->getLoopLatch())
      continue;
    changed |= simplifyLoop(loop, &dt, &loops, &se, &assumptions, nullptr, false);
    changed |= formLCSSA(*loop, dt, &loops, &se);
    changed |= unmask(*loop, se);
    BoundsProof proof(*loop, se, dt, assumptions);
    if (!proof.analyse())
      continue;
    SCEVExpander expander(se, "bound");
    if (!proof.isCheap(expander, tti, loop->getLoopPreheader()->getTerminator()))
      continue;
    Versioning(*loop, proof, loops, dt, se, expander).run();
    changed = true;
  }
  return changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}

} // namespace sinter
