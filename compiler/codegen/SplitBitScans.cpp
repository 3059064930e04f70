//===-- SplitBitScans.cpp - Scans of 64 bits done in two halves -------------===//
//
// See SplitBitScans.h. Where both halves are zero, sources disagree: some add
// 32 to the second count, some set its bit 5, which gives 64 or 0. The wide
// count gives 64, whose lower six bits are the other answer.
//
//===----------------------------------------------------------------------===//

#include "codegen/SplitBitScans.h"

#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;
using namespace llvm::PatternMatch;

namespace sinter {
namespace {

struct Scan {
  Intrinsic::ID id;
  Value *whole;     ///< The 64 bits.
  bool zeroGives64; ///< Else a zero gives 0.
};

/// The half of a count by `id`, or null.
Value *countedBy(Intrinsic::ID id, Value *value) {
  auto *count = dyn_cast<IntrinsicInst>(value);
  return count && count->getIntrinsicID() == id ? count->getArgOperand(0) : nullptr;
}

auto highHalf(Value *whole) { return m_LShr(m_Specific(whole), m_SpecificInt(32)); }

/// Whether `condition` holds (or, `inverted`, does not hold) just where the half is zero in which a
/// scan begins.
bool testsFirstHalf(Value *condition, Intrinsic::ID id, Value *whole, bool &inverted) {
  CmpPredicate predicate;
  Value *half;
  if (match(condition, m_ICmp(predicate, m_Value(half), m_Zero())) &&
      ICmpInst::isEquality(predicate)) {
    inverted = predicate == ICmpInst::ICMP_NE;
    if (id == Intrinsic::cttz)
      return match(half, m_Trunc(m_Specific(whole)));
    return match(half, m_CombineOr(highHalf(whole), m_Trunc(highHalf(whole))));
  }
  if (id != Intrinsic::ctlz)
    return false;
  inverted = match(
      condition, m_SpecificICmp(ICmpInst::ICMP_UGT, m_Specific(whole), m_SpecificInt(UINT32_MAX)));
  return inverted || match(condition, m_SpecificICmp(ICmpInst::ICMP_ULT, m_Specific(whole),
                                                     m_SpecificInt(uint64_t(1) << 32)));
}

/// Matches `half ? count(half) : 32 + count(other half)`.
std::optional<Scan> splitScan(SelectInst &select, Intrinsic::ID id) {
  Value *firstCount = select.getFalseValue(), *secondCount = select.getTrueValue(), *other;
  bool inverted = countedBy(id, firstCount) == nullptr;
  if (inverted)
    std::swap(firstCount, secondCount);
  bool adds = match(secondCount, m_AddLike(m_Value(other), m_SpecificInt(32)));
  if (!adds && !match(secondCount, m_Xor(m_Value(other), m_SpecificInt(32))))
    return std::nullopt;
  Value *firstHalf = countedBy(id, firstCount), *secondHalf = countedBy(id, other);
  if (!firstHalf || !secondHalf)
    return std::nullopt;

  Value *low = id == Intrinsic::cttz ? firstHalf : secondHalf;
  Value *high = id == Intrinsic::cttz ? secondHalf : firstHalf;
  Value *whole;
  bool testInverted;
  if (!match(low, m_Trunc(m_Value(whole))) || !whole->getType()->isIntegerTy(64) ||
      !low->getType()->isIntegerTy(32) || !match(high, m_Trunc(highHalf(whole))) ||
      !testsFirstHalf(select.getCondition(), id, whole, testInverted) || testInverted != inverted)
    return std::nullopt;
  return Scan{id, whole, adds};
}

} // namespace

PreservedAnalyses SplitBitScans::run(Function &function, FunctionAnalysisManager &analyses) {
  bool changed = false;
  for (llvm::Instruction &inst : make_early_inc_range(instructions(function))) {
    auto *select = dyn_cast<SelectInst>(&inst);
    if (!select)
      continue;
    std::optional<Scan> scan = splitScan(*select, Intrinsic::cttz);
    if (!scan)
      scan = splitScan(*select, Intrinsic::ctlz);
    if (!scan)
      continue;
    auto &dominators = analyses.getResult<DominatorTreeAnalysis>(function);
    bool nonZero = isKnownNonZero(
        scan->whole, SimplifyQuery(function.getDataLayout(), &dominators, nullptr, select));
    IRBuilder<> builder(select);
    Value *count = builder.CreateBinaryIntrinsic(scan->id, scan->whole, builder.getInt1(nonZero));
    if (!scan->zeroGives64 && !nonZero)
      count = builder.CreateAnd(count, 63);
    select->replaceAllUsesWith(builder.CreateTrunc(count, select->getType()));
    select->eraseFromParent();
    changed = true;
  }
  if (!changed)
    return PreservedAnalyses::all();
  PreservedAnalyses preserved;
  preserved.preserveSet<CFGAnalyses>();
  return preserved;
}

} // namespace sinter
