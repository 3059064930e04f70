//===-- CanonicalNan.cpp - One NaN only, under --deterministic --------------===//

#include "lower/CanonicalNan.h"

#include "llvm/IR/PatternMatch.h"

using namespace llvm;
using namespace llvm::PatternMatch;

namespace sinter {

bool makesNan(Opcode opcode) {
  switch (opcode) {
  case Opcode::F32Ceil:
  case Opcode::F64Ceil:
  case Opcode::F32Floor:
  case Opcode::F64Floor:
  case Opcode::F32Trunc:
  case Opcode::F64Trunc:
  case Opcode::F32Nearest:
  case Opcode::F64Nearest:
  case Opcode::F32Sqrt:
  case Opcode::F64Sqrt:
  case Opcode::F32Add:
  case Opcode::F64Add:
  case Opcode::F32Sub:
  case Opcode::F64Sub:
  case Opcode::F32Mul:
  case Opcode::F64Mul:
  case Opcode::F32Div:
  case Opcode::F64Div:
  case Opcode::F32Min:
  case Opcode::F64Min:
  case Opcode::F32Max:
  case Opcode::F64Max:
  case Opcode::F32DemoteF64:
  case Opcode::F64PromoteF32:
  case Opcode::F32x4Ceil:
  case Opcode::F64x2Ceil:
  case Opcode::F32x4Floor:
  case Opcode::F64x2Floor:
  case Opcode::F32x4Trunc:
  case Opcode::F64x2Trunc:
  case Opcode::F32x4Nearest:
  case Opcode::F64x2Nearest:
  case Opcode::F32x4Sqrt:
  case Opcode::F64x2Sqrt:
  case Opcode::F32x4Add:
  case Opcode::F64x2Add:
  case Opcode::F32x4Sub:
  case Opcode::F64x2Sub:
  case Opcode::F32x4Mul:
  case Opcode::F64x2Mul:
  case Opcode::F32x4Div:
  case Opcode::F64x2Div:
  case Opcode::F32x4Min:
  case Opcode::F64x2Min:
  case Opcode::F32x4Max:
  case Opcode::F64x2Max:
  case Opcode::F32x4DemoteF64x2Zero:
  case Opcode::F64x2PromoteLowF32x4:
  case Opcode::F32x4RelaxedMadd:
  case Opcode::F64x2RelaxedMadd:
  case Opcode::F32x4RelaxedNmadd:
  case Opcode::F64x2RelaxedNmadd:
  case Opcode::F32x4RelaxedMin:
  case Opcode::F64x2RelaxedMin:
  case Opcode::F32x4RelaxedMax:
  case Opcode::F64x2RelaxedMax:
    return true;
  default:
    return false;
  }
}

llvm::Value *canonicalNan(IRBuilder<> &b, Value *value) {
  // LLVM takes "x < 0 ? NaN : sqrt(x)" for sqrt(x), whatever NaN that is.
  if (match(value, m_Intrinsic<Intrinsic::sqrt>()))
    value = b.CreateArithmeticFence(value, value->getType());
  return b.CreateSelect(b.CreateFCmpUNO(value, value), ConstantFP::getQNaN(value->getType()),
                        value);
}

llvm::Value *beforeCanonicalNan(Value *value) {
  Value *source = value;
  while (auto *cast = dyn_cast<BitCastInst>(source))
    source = cast->getOperand(0);
  Value *raw = nullptr;
  bool isCanonical =
      match(source, m_Select(m_SpecificFCmp(FCmpInst::FCMP_UNO, m_Value(raw), m_Deferred(raw)),
                             m_NaN(), m_Deferred(raw)));
  return isCanonical && raw->getType() == value->getType() ? raw : value;
}

} // namespace sinter
