//===-- FuelPlacement.cpp - Where a function's fuel is paid -----------------===//

#include "codegen/FuelPlacement.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/BlockFrequencyInfo.h"
#include "llvm/Analysis/BranchProbabilityInfo.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace sinter {

bool isFuelAccess(const Instruction &inst) {
  const MDNode *tag =
      isa<LoadInst, StoreInst>(inst) ? inst.getMetadata(LLVMContext::MD_tbaa) : nullptr;
  auto *type = tag ? dyn_cast<MDNode>(tag->getOperand(0)) : nullptr;
  auto *name = type && type->getNumOperands() ? dyn_cast<MDString>(type->getOperand(0)) : nullptr;
  return name && name->getString() == "fuel";
}

namespace {

/// More than that nobody owes.
constexpr int64_t mostOwed = 1 << 20;

/// A piece's payment, as lowering writes it: load, subtract, store.
struct Payment {
  BinaryOperator *sub = nullptr;
  StoreInst *store = nullptr;
  [[nodiscard]] bool isLookedAt() const { return !sub->hasOneUse(); }
};

struct BlockState {
  Payment payment;  ///< at the block's beginning, as it was
  int64_t cost = 0; ///< what that takes
  int64_t owed = 0; ///< behind it
  bool isSettled = false;
};

bool isTrap(const CallBase &call) { return call.doesNotReturn() && call.doesNotThrow(); }

/// Whether others may see what is left, or take some.
bool observes(const Instruction &inst) {
  auto *call = dyn_cast<CallBase>(&inst);
  return isa<ReturnInst>(inst) ||
         (call && !isa<IntrinsicInst>(call) && !call->doesNotAccessMemory() && !isTrap(*call));
}

/// Whoever comes here pays nothing any more.
bool isTrap(const BasicBlock &block) {
  auto *call = isa<UnreachableInst>(block.getTerminator())
                   ? dyn_cast_or_null<CallBase>(block.getTerminator()->getPrevNode())
                   : nullptr;
  return call && isTrap(*call);
}

class Placer {
public:
  Placer(Function &function, BlockFrequencyInfo &frequencies, BranchProbabilityInfo &probabilities)
      : function(function), frequencies(frequencies), probabilities(probabilities),
        order(&function) {}

  bool run() {
    for (BasicBlock *block : order)
      read(*block);
    if (!cell)
      return false;
    for (BasicBlock *block : order)
      chooseOwed(*block);
    // All edges are looked at before any changes.
    for (BasicBlock *block : order)
      place(*block);
    for (auto &[from, to, amount] : onEdges)
      payOnEdge(*from, *to, amount);
    return true;
  }

private:
  struct EdgePayment {
    BasicBlock *from, *to;
    int64_t amount;
  };

  void read(BasicBlock &block) {
    BlockState &state = states[&block];
    bool isObserved = false;
    for (Instruction &inst : block) {
      isObserved |= observes(inst);
      auto *store = dyn_cast<StoreInst>(&inst);
      if (!store || !isFuelAccess(inst))
        continue;
      if (!cell) {
        cell = store->getPointerOperand();
        tag = store->getMetadata(LLVMContext::MD_tbaa);
      }
      // A second one, or one behind a call, stays where and what it is.
      if (state.payment.sub || isObserved) {
        state.isSettled = true;
        continue;
      }
      state.payment = {cast<BinaryOperator>(store->getValueOperand()), store};
      state.cost = cast<ConstantInt>(state.payment.sub->getOperand(1))->getSExtValue();
    }
    state.isSettled |=
        isObserved || block.isEHPad() || (state.payment.sub && state.payment.isLookedAt());
  }

  uint64_t frequency(BasicBlock *from, BasicBlock *to) {
    return probabilities.getEdgeProbability(from, to).scale(
        frequencies.getBlockFreq(from).getFrequency());
  }

  /// The likeliest way into the block, among those that `fits`.
  template <typename F> BasicBlock *likeliest(BasicBlock &block, F fits) {
    BasicBlock *best = nullptr;
    for (BasicBlock *from : predecessors(&block))
      if (states.contains(from) && fits(from) &&
          (!best || frequency(from, &block) > frequency(best, &block)))
        best = from;
    return best;
  }

  void chooseOwed(BasicBlock &block) {
    BlockState &state = states[&block];
    BasicBlock *from = likeliest(block, [&](BasicBlock *from) { return chosen.contains(from); });
    if (&block == &function.getEntryBlock() && !state.isSettled)
      state.owed = state.cost;
    if (!state.isSettled && from && states[from].owed + state.cost <= mostOwed &&
        all_of(predecessors(&block),
               [&](BasicBlock *way) { return !states.contains(way) || chosen.contains(way); }))
      state.owed = states[from].owed + state.cost;
    chosen.insert(&block);
  }

  int64_t due(BasicBlock *from, BasicBlock *to) {
    return states[from].owed + states[to].cost - states[to].owed;
  }

  void place(BasicBlock &block) {
    BlockState &state = states[&block];
    if (isTrap(block))
      return;
    int64_t common = state.cost - state.owed;
    if (BasicBlock *from = likeliest(block, [](BasicBlock *) { return true; })) {
      common = due(from, &block);
      SmallSetVector<BasicBlock *, 4> ways(pred_begin(&block), pred_end(&block));
      for (BasicBlock *way : ways)
        if (states.contains(way) && due(way, &block) != common)
          onEdges.push_back({way, &block, due(way, &block) - common});
    }
    if (state.payment.sub && (common || state.payment.isLookedAt())) {
      state.payment.sub->setOperand(1,
                                    ConstantInt::getSigned(state.payment.sub->getType(), common));
    } else if (state.payment.sub) {
      state.payment.store->eraseFromParent();
      auto *load = cast<Instruction>(state.payment.sub->getOperand(0));
      state.payment.sub->eraseFromParent();
      load->eraseFromParent();
    } else if (common) {
      pay(block.getFirstInsertionPt(), common);
    }
  }

  void pay(BasicBlock::iterator position, int64_t amount) {
    IRBuilder<> b(position->getParent(), position);
    LoadInst *left = b.CreateAlignedLoad(b.getInt64Ty(), cell, Align(8));
    Value *rest = b.CreateSub(left, b.getInt64(uint64_t(amount)));
    StoreInst *store = b.CreateAlignedStore(rest, cell, Align(8));
    left->setMetadata(LLVMContext::MD_tbaa, tag);
    store->setMetadata(LLVMContext::MD_tbaa, tag);
  }

  void payOnEdge(BasicBlock &from, BasicBlock &to, int64_t amount) {
    BasicBlock *place =
        from.getSingleSuccessor() == &to ? &from : SplitBlockPredecessors(&to, {&from}, ".fuel");
    pay(place->getTerminator()->getIterator(), amount);
  }

  Function &function;
  BlockFrequencyInfo &frequencies;
  BranchProbabilityInfo &probabilities;
  ReversePostOrderTraversal<Function *> order;
  Value *cell = nullptr;
  MDNode *tag = nullptr;
  DenseMap<BasicBlock *, BlockState> states;
  SmallPtrSet<BasicBlock *, 32> chosen;
  SmallVector<EdgePayment> onEdges;
};

} // namespace

PreservedAnalyses FuelPlacement::run(Function &function, FunctionAnalysisManager &analyses) {
  if (!function.hasFnAttribute("sinter-fuel"))
    return PreservedAnalyses::all();
  auto &frequencies = analyses.getResult<BlockFrequencyAnalysis>(function);
  auto &probabilities = analyses.getResult<BranchProbabilityAnalysis>(function);
  return Placer(function, frequencies, probabilities).run() ? PreservedAnalyses::none()
                                                            : PreservedAnalyses::all();
}

} // namespace sinter
