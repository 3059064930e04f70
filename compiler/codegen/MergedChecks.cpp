//===-- MergedChecks.cpp - One check for several fields of an object --------===//
//
// See MergedChecks.h. A check is a branch on `index < limit` of which one way traps. The limit is
// the length less a constant, or a constant where the length is one: the larger the constant that
// is taken off, the stricter the check. Only lengths of records in static form are known here
// (wasm.memory.N, as lower/ names them), and only constants below the memory's smallest length, so
// that no limit wraps.
//
//===----------------------------------------------------------------------===//

#include "codegen/MergedChecks.h"

#include "codegen/MemoryFacts.h"
#include "sinter/abi/Abi.h"

#include "llvm/ADT/DepthFirstIterator.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/PatternMatch.h"

#include <optional>

using namespace llvm;
using namespace llvm::PatternMatch;

namespace sinter {
namespace {

/// Beyond this number of checks of one index nothing is compared with each other.
constexpr size_t mostChecks = 64;
/// Blocks that are looked at behind one check.
constexpr unsigned mostSteps = 32;

struct Check {
  BranchInst *branch;
  Value *index;
  Value *length; ///< a load of it; null where the limit is a constant
  int64_t taken; ///< off the length; where the limit is a constant, less that
  bool trapsIfTrue;

  [[nodiscard]] BasicBlock *passed() const { return branch->getSuccessor(trapsIfTrue ? 1 : 0); }
};

/// The block does nothing but report an access out of bounds.
bool isTrap(const BasicBlock *block) {
  if (!isa<UnreachableInst>(block->getTerminator()))
    return false;
  auto *call = dyn_cast<CallInst>(&*block->getFirstNonPHIOrDbg());
  auto *code =
      call && call->arg_size() == 1 ? dyn_cast<ConstantInt>(call->getArgOperand(0)) : nullptr;
  return code && call->getNextNode() == block->getTerminator() &&
         code->getZExtValue() == SINTER_TRAP_OutOfBoundsMemory;
}

/// What is taken off a memory's length, a load of which goes to `length`.
std::optional<int64_t> takenOff(Value *limit, Value *&length) {
  length = limit;
  Value *whole = nullptr;
  const APInt *constant = nullptr;
  int64_t taken = 0;
  if (match(limit, m_Add(m_Value(whole), m_APInt(constant)))) {
    length = whole;
    taken = -constant->getSExtValue();
  } else if (match(limit, m_Sub(m_Value(whole), m_APInt(constant)))) {
    length = whole;
    taken = constant->getSExtValue();
  }
  auto *load = dyn_cast<LoadInst>(length);
  std::optional<MemoryFacts> memory;
  if (load && !load->isAtomic())
    memory = memoryOfLength(*load);
  if (!memory || taken < 0 || uint64_t(taken) > memory->minimum)
    return std::nullopt;
  return taken;
}

std::optional<Check> checkAt(llvm::Instruction *terminator) {
  auto *branch = dyn_cast<BranchInst>(terminator);
  if (!branch || !branch->isConditional())
    return std::nullopt;
  auto *compare = dyn_cast<ICmpInst>(branch->getCondition());
  if (!compare || !compare->getOperand(0)->getType()->isIntegerTy(64))
    return std::nullopt;
  bool trapsIfTrue = isTrap(branch->getSuccessor(0));
  if (trapsIfTrue == isTrap(branch->getSuccessor(1)))
    return std::nullopt;
  ICmpInst::Predicate passes =
      trapsIfTrue ? compare->getInversePredicate() : compare->getPredicate();
  Value *index = compare->getOperand(0), *limit = compare->getOperand(1);
  if (passes == ICmpInst::ICMP_UGT) {
    std::swap(index, limit);
    passes = ICmpInst::ICMP_ULT;
  }
  if (passes != ICmpInst::ICMP_ULT)
    return std::nullopt;
  const APInt *constant = nullptr;
  if (match(limit, m_APInt(constant)) && constant->isStrictlyPositive())
    return Check{branch, index, nullptr, -constant->getSExtValue(), trapsIfTrue};
  Value *length = nullptr;
  if (std::optional<int64_t> taken = takenOff(limit, length))
    return Check{branch, index, length, *taken, trapsIfTrue};
  return std::nullopt;
}

class Merger {
public:
  Merger(Function &function, DominatorTree &tree) : tree(tree) {
    for (BasicBlock *block : depth_first(&function))
      if (std::optional<Check> check = checkAt(block->getTerminator()))
        checks[{check->index, rootOf(*check)}].push_back(*check);
  }

  bool run() {
    bool changed = false;
    for (auto &[key, list] : checks) {
      if (list.size() < 2 || list.size() > mostChecks)
        continue;
      for (Check &check : list)
        changed |= raise(check);
      for (const Check &check : list)
        changed |= removeIfImplied(check, list);
    }
    return changed;
  }

private:
  using Key = std::pair<Value *, Value *>;

  /// The memory: two loads of one length are about the same.
  static Value *rootOf(const Check &check) {
    return check.length ? getLoadStorePointerOperand(check.length) : nullptr;
  }

  bool raise(Check &check) {
    steps = 0;
    int64_t certain = certainFrom(check.passed(), check);
    if (certain <= check.taken)
      return false;
    IRBuilder<> b(check.branch);
    Value *limit = check.length
                       ? b.CreateSub(check.length, b.getInt64(uint64_t(certain)), "", /*NUW=*/true)
                       : b.getInt64(uint64_t(-certain));
    check.taken = certain;
    check.branch->setCondition(check.trapsIfTrue ? b.CreateICmpUGE(check.index, limit)
                                                 : b.CreateICmpULT(check.index, limit));
    return true;
  }

  /// The strictest check of the index that is made on every way from the beginning of `block`,
  /// before anything else could be noticed.
  int64_t certainFrom(BasicBlock *block, const Check &wanted) {
    constexpr int64_t none = INT64_MIN;
    auto *index = dyn_cast<llvm::Instruction>(wanted.index);
    bool isNext = index && index->getParent() == block; // the index of a loop's next turn
    if (isNext || ++steps > mostSteps)
      return none;
    for (const llvm::Instruction &inst : *block) {
      auto *store = dyn_cast<StoreInst>(&inst);
      bool isNoticed = inst.mayHaveSideEffects() && !(store && store->isSimple());
      if (!inst.isTerminator() && isNoticed)
        return none;
    }
    llvm::Instruction *end = block->getTerminator();
    if (std::optional<Check> check = checkAt(end)) {
      int64_t later = certainFrom(check->passed(), wanted);
      bool isSame = check->index == wanted.index && rootOf(*check) == rootOf(wanted);
      return isSame ? std::max(check->taken, later) : later;
    }
    auto *branch = dyn_cast<BranchInst>(end);
    if (!branch)
      return none;
    int64_t certain = certainFrom(branch->getSuccessor(0), wanted);
    if (branch->isConditional() && certain != none)
      certain = std::min(certain, certainFrom(branch->getSuccessor(1), wanted));
    return certain;
  }

  bool removeIfImplied(const Check &check, ArrayRef<Check> others) {
    for (const Check &other : others) {
      if (other.branch == check.branch || other.taken < check.taken ||
          isa<Constant>(other.branch->getCondition()))
        continue;
      BasicBlockEdge passed(other.branch->getParent(), other.passed());
      if (!tree.dominates(passed, check.branch->getParent()))
        continue;
      check.branch->setCondition(
          ConstantInt::getBool(check.branch->getContext(), !check.trapsIfTrue));
      return true;
    }
    return false;
  }

  DominatorTree &tree;
  MapVector<Key, SmallVector<Check, 4>> checks;
  unsigned steps = 0;
};

} // namespace

PreservedAnalyses MergedChecks::run(Function &function, FunctionAnalysisManager &analyses) {
  if (function.getFnAttribute("sinter-traps").getValueAsString() != "relaxed" ||
      !hasCheckedMemory(*function.getParent()))
    return PreservedAnalyses::all();
  if (!Merger(function, analyses.getResult<DominatorTreeAnalysis>(function)).run())
    return PreservedAnalyses::all();
  PreservedAnalyses preserved;
  preserved.preserveSet<CFGAnalyses>();
  return preserved;
}

} // namespace sinter
