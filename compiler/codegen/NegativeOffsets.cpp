//===-- NegativeOffsets.cpp - Constants subtracted from an address ----------===//
//
// See NegativeOffsets.h.
//
//===----------------------------------------------------------------------===//

#include "codegen/NegativeOffsets.h"

#include "codegen/MemoryFacts.h"

#include "sinter/abi/Abi.h"

#include "llvm/IR/Function.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;
using namespace llvm::PatternMatch;

namespace sinter {
namespace {

/// `user` does nothing but access memory at `pointer`, and traps there by a fault alone.
bool isPlainAccess(const User *user, const Value *pointer) {
  if (auto *load = dyn_cast<LoadInst>(user))
    return !load->isAtomic();
  auto *store = dyn_cast<StoreInst>(user);
  return store && !store->isAtomic() && store->getValueOperand() != pointer;
}

/// `sum` = `rest` + `constant`, where the constant may stand in a sum of its own.
struct Difference {
  BinaryOperator *sum;
  BinaryOperator *inner; ///< Null, or the sum in which the constant stands.
  Value *rest;           ///< Of which the constant is subtracted; of `inner` if that is there.
  int64_t constant;
};

std::optional<Difference> differenceBehind(Value *index) {
  Value *rest, *inner;
  const APInt *constant;
  if (!match(index, m_OneUse(m_Add(m_Value(), m_Value()))) || !index->getType()->isIntegerTy(32))
    return std::nullopt;
  auto *sum = cast<BinaryOperator>(index);
  if (match(sum, m_Add(m_Value(rest), m_APInt(constant))))
    return Difference{sum, nullptr, rest, constant->getSExtValue()};
  if (match(sum,
            m_c_Add(m_Value(), m_CombineAnd(m_Value(inner),
                                            m_OneUse(m_Add(m_Value(rest), m_APInt(constant)))))))
    return Difference{sum, cast<BinaryOperator>(inner), rest, constant->getSExtValue()};
  return std::nullopt;
}

/// The difference that can leave the index of `address`.
std::optional<Difference> foldable(GetElementPtrInst &address) {
  Value *index;
  if (address.getNumIndices() != 1 || !address.getSourceElementType()->isIntegerTy(8) ||
      !match(address.getOperand(1), m_OneUse(m_ZExt(m_Value(index)))))
    return std::nullopt;
  std::optional<Difference> found = differenceBehind(index);
  if (!found || found->constant >= 0 || -found->constant > int64_t(SINTER_FRONT_GUARD) ||
      !all_of(address.users(), [&](User *user) { return isPlainAccess(user, &address); }))
    return std::nullopt;
  std::optional<MemoryFacts> memory =
      memoryOfBase(address.getPointerOperand(), *address.getFunction());
  if (!memory || !memory->hasFrontGuard)
    return std::nullopt;
  return found;
}

/// The index without its constant.
Value *withoutConstant(IRBuilderBase &builder, const Difference &difference) {
  if (!difference.inner)
    return difference.rest;
  bool isFirst = difference.sum->getOperand(0) == difference.inner;
  return builder.CreateAdd(difference.rest, difference.sum->getOperand(isFirst ? 1 : 0));
}

} // namespace

PreservedAnalyses NegativeOffsets::run(Function &function, FunctionAnalysisManager &) {
  bool changed = false;
  for (llvm::Instruction &inst : make_early_inc_range(instructions(function))) {
    auto *address = dyn_cast<GetElementPtrInst>(&inst);
    if (!address)
      continue;
    std::optional<Difference> difference = foldable(*address);
    if (!difference)
      continue;
    IRBuilder<> builder(address);
    Value *wide = builder.CreateZExt(withoutConstant(builder, *difference), builder.getInt64Ty());
    Value *place = builder.CreatePtrAdd(address->getPointerOperand(), wide);
    address->replaceAllUsesWith(
        builder.CreatePtrAdd(place, builder.getInt64(difference->constant)));
    RecursivelyDeleteTriviallyDeadInstructions(address);
    changed = true;
  }
  if (!changed)
    return PreservedAnalyses::all();
  PreservedAnalyses preserved;
  preserved.preserveSet<CFGAnalyses>();
  return preserved;
}

} // namespace sinter
