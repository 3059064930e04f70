//===-- Rounding.cpp - ceil, floor, trunc and nearest ----------------------===//

#include "lower/Rounding.h"

using namespace llvm;

namespace sinter {

llvm::Value *quieted(ModuleLowering &m, IRBuilder<> &b, Value *value) {
  Type *type = value->getType();
  if (!type->isVectorTy() || !m.machine.hasRiscvVectors)
    return b.CreateUnaryIntrinsic(Intrinsic::canonicalize, value);
  // LLVM would go through the lanes.
  return b.CreateFSub(value, b.CreateArithmeticFence(Constant::getNullValue(type), type));
}

llvm::Value *roundToIntegral(ModuleLowering &m, IRBuilder<> &b, Intrinsic::ID id, Value *value) {
  if (m.machine.roundingKeepsNan) // Core 4.3.3 has NaN results quiet.
    return quieted(m, b, b.CreateUnaryIntrinsic(id, value));
  if (!m.machine.isX86 || m.machine.hasSse41)
    return b.CreateUnaryIntrinsic(id, value);
  Type *type = value->getType();
  Constant *integral = ConstantFP::get(type, type->getScalarType()->isFloatTy() ? 0x1p23 : 0x1p52);
  Constant *one = ConstantFP::get(type, 1);
  auto withSign = [&](Value *magnitude) {
    return b.CreateBinaryIntrinsic(Intrinsic::copysign, magnitude, value);
  };
  Value *magnitude = b.CreateUnaryIntrinsic(Intrinsic::fabs, value);
  Value *nearest = b.CreateFSub(b.CreateFAdd(magnitude, integral), integral);
  Value *rounded = nullptr;
  switch (id) {
  case Intrinsic::trunc:
    rounded = withSign(
        b.CreateSelect(b.CreateFCmpOGT(nearest, magnitude), b.CreateFSub(nearest, one), nearest));
    break;
  case Intrinsic::floor:
    rounded = withSign(nearest);
    rounded = b.CreateSelect(b.CreateFCmpOGT(rounded, value), b.CreateFSub(rounded, one), rounded);
    break;
  case Intrinsic::ceil: // -0.5 + 1 has the wrong sign when it gives 0
    rounded = withSign(nearest);
    rounded = withSign(
        b.CreateSelect(b.CreateFCmpOLT(rounded, value), b.CreateFAdd(rounded, one), rounded));
    break;
  default:
    rounded = withSign(nearest);
    break;
  }
  // Large numbers are integral; of NaNs only the signalling change.
  return b.CreateSelect(b.CreateFCmpOLT(magnitude, integral), rounded,
                        b.CreateUnaryIntrinsic(Intrinsic::canonicalize, value));
}

} // namespace sinter
