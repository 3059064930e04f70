//===-- Numeric.cpp - Constants and numeric instructions -------------------===//
//
// Most are one LLVM instruction or intrinsic (core 4.3). Care is needed where LLVM's
// rules differ from WebAssembly's:
//
//  - division and remainder are undefined where wasm traps (zero, overflow) or has a result
//  (INT_MIN % -1);
//  - shifts by the width or more are poison, wasm takes the count modulo the width;
//  - conversions to integers are poison out of range, wasm traps;
//  - LLVM folds x*1, x/1, x-0, x+(-0) and demote(promote(x)) to x, which keeps
//    a signalling NaN where core 4.3.3 demands a quiet one: with such a
//    constant operand in sight, the operation is lowered to llvm.canonicalize,
//    which is what it then means; such constants that go elsewhere (locals,
//    arguments, branch values) pass through llvm.arithmetic.fence, which costs
//    nothing and keeps them from coming into sight later. So do infinities where a minimum or
//    maximum is one instruction that LLVM knows.
//
//===----------------------------------------------------------------------===//

#include "lower/CanonicalNan.h"
#include "lower/FunctionLowering.h"
#include "lower/Rounding.h"

#include "llvm/IR/Intrinsics.h"
#include "llvm/IR/IntrinsicsAArch64.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace sinter {

llvm::Value *FunctionLowering::divide(Opcode opcode, llvm::Value *left, llvm::Value *right) {
  Type *type = left->getType();
  Constant *zero = Constant::getNullValue(type);
  Constant *minusOne = Constant::getAllOnesValue(type);
  trapIf(b.CreateICmpEQ(right, zero), TrapCode::IntegerDivideByZero);
  switch (opcode) {
  case Opcode::I32DivS:
  case Opcode::I64DivS: {
    Constant *lowest = ConstantInt::get(type, APInt::getSignedMinValue(type->getIntegerBitWidth()));
    trapIf(b.CreateAnd(b.CreateICmpEQ(left, lowest), b.CreateICmpEQ(right, minusOne)),
           TrapCode::IntegerOverflow);
    return b.CreateSDiv(left, right);
  }
  case Opcode::I32RemS:
  case Opcode::I64RemS: {
    // x % -1 is 0 for every x, the lowest included, for which the machine would fault.
    llvm::Value *divisor =
        b.CreateSelect(b.CreateICmpEQ(right, minusOne), ConstantInt::get(type, 1), right);
    return b.CreateSRem(left, divisor);
  }
  case Opcode::I32DivU:
  case Opcode::I64DivU:
    return b.CreateUDiv(left, right);
  default:
    return b.CreateURem(left, right);
  }
}

llvm::Value *FunctionLowering::truncate(llvm::Value *value, IntegerType *to, bool isSigned) {
  // In range means: strictly between the nearest values that do not truncate into the type. The
  // lower one of a signed type has no neighbour below it unless the format is finer than 1 there.
  Type *from = value->getType();
  unsigned bits = to->getBitWidth();
  const fltSemantics &semantics = from->getFltSemantics();
  APFloat low(semantics), high(semantics);
  bool lowIncluded = false;
  if (isSigned) {
    APFloat two(semantics, 1);
    high = scalbn(two, int(bits) - 1, APFloat::rmNearestTiesToEven);
    low = neg(high);
    lowIncluded = APFloat::semanticsPrecision(semantics) < bits;
    if (!lowIncluded)
      low.subtract(APFloat(semantics, 1), APFloat::rmNearestTiesToEven);
  } else {
    high = scalbn(APFloat(semantics, 1), int(bits), APFloat::rmNearestTiesToEven);
    low = neg(APFloat(semantics, 1));
  }
  Constant *lowest = ConstantFP::get(from, low);
  llvm::Value *above =
      lowIncluded ? b.CreateFCmpOGE(value, lowest) : b.CreateFCmpOGT(value, lowest);
  llvm::Value *below = b.CreateFCmpOLT(value, ConstantFP::get(from, high));
  BasicBlock *bad = newBlock("range"), *good = newBlock("next");
  expect(b.CreateCondBr(b.CreateAnd(above, below), good, bad), true);
  b.SetInsertPoint(bad);
  b.CreateCondBr(b.CreateFCmpUNO(value, value), trapBlock(TrapCode::InvalidConversion),
                 trapBlock(TrapCode::IntegerOverflow));
  b.SetInsertPoint(good);
  return isSigned ? b.CreateFPToSI(value, to) : b.CreateFPToUI(value, to);
}

llvm::Value *FunctionLowering::floatArithmetic(llvm::Instruction::BinaryOps op, llvm::Value *left,
                                               llvm::Value *right) {
  auto isValue = [](llvm::Value *value, double constant, bool negativeZero = false) {
    auto *c = dyn_cast<ConstantFP>(value);
    if (!c)
      return false;
    if (constant == 0)
      return c->isZero() && c->isNegative() == negativeZero;
    return c->isExactlyValue(constant);
  };
  auto quiet = [&](llvm::Value *value) {
    return b.CreateUnaryIntrinsic(Intrinsic::canonicalize, value);
  };
  switch (op) {
  case llvm::Instruction::FMul:
    if (isValue(left, 1) || isValue(left, -1))
      std::swap(left, right);
    [[fallthrough]];
  case llvm::Instruction::FDiv:
    if (isValue(right, 1))
      return quiet(left);
    if (isValue(right, -1))
      return b.CreateFNeg(quiet(left));
    break;
  case llvm::Instruction::FAdd:
    if (isValue(left, 0, true))
      std::swap(left, right);
    if (isValue(right, 0, true))
      return quiet(left);
    break;
  case llvm::Instruction::FSub:
    if (isValue(right, 0))
      return quiet(left);
    if (isValue(left, 0, true))
      return b.CreateFNeg(quiet(right));
    break;
  default:
    break;
  }
  return b.CreateBinOp(op, left, right);
}

llvm::Value *FunctionLowering::hideConstant(llvm::Value *value) {
  auto *constant = dyn_cast<ConstantFP>(value);
  bool minds = m.machine.isAArch64 || m.machine.hasRiscvVectors; // an infinity
  bool foldable = constant && (constant->isZero() || constant->isExactlyValue(1.0) ||
                               constant->isExactlyValue(-1.0) || (minds && constant->isInfinity()));
  if (auto *vector = dyn_cast<ConstantDataVector>(value)) {
    // Vectors may be lanes of either format. Zero is left alone: see SimdFloat.cpp.
    constexpr uint64_t units[] = {0x3f8000003f800000, 0xbf800000bf800000, 0x8000000080000000,
                                  0x3ff0000000000000, 0xbff0000000000000, 0x8000000000000000};
    constexpr uint64_t infinities[] = {0x7f8000007f800000, 0xff800000ff800000, 0x7ff0000000000000,
                                       0xfff0000000000000};
    foldable =
        vector->isSplat() && (is_contained(units, vector->getElementAsInteger(0)) ||
                              (minds && is_contained(infinities, vector->getElementAsInteger(0))));
  }
  if (!foldable || !m.plan.options.optimize)
    return value;
  if (!value->getType()->isIntOrIntVectorTy())
    return b.CreateArithmeticFence(value, value->getType());
  Type *floats = FixedVectorType::get(m.f64, 2);
  return b.CreateBitCast(b.CreateArithmeticFence(b.CreateBitCast(value, floats), floats),
                         value->getType());
}

llvm::Value *FunctionLowering::minMax(bool isMin, llvm::Value *left, llvm::Value *right) {
  // llvm.minimum would do but for two things: on x86-64 it branches on a sign, and it hands a
  // signalling NaN through. minsd(x, y) is "x < y ? x : y": taken both ways round, the two results
  // differ only for zeros of different sign, where the bits decide, and NaNs, where x + y is quiet.
  auto pick = [&](llvm::Value *x, llvm::Value *y) {
    return b.CreateSelect(isMin ? b.CreateFCmpOLT(x, y) : b.CreateFCmpOGT(x, y), x, y);
  };
  if (isa<ConstantFP>(left))
    std::swap(left, right);
  auto *known = dyn_cast<ConstantFP>(right);
  if (known && !known->isNaN() && !known->isZero())
    return b.CreateUnaryIntrinsic(Intrinsic::canonicalize, pick(known, left));
  Type *type = left->getType();
  if (m.machine.isAArch64) // fmin and fmax are as core 4.3.3 has them
    return b.CreateIntrinsic(isMin ? Intrinsic::aarch64_neon_fmin : Intrinsic::aarch64_neon_fmax,
                             {type}, {left, right});
  Type *bits = type->isFloatTy() ? m.i32 : m.i64;
  llvm::Value *one = b.CreateBitCast(pick(left, right), bits);
  llvm::Value *other = b.CreateBitCast(pick(right, left), bits);
  llvm::Value *both = isMin ? b.CreateOr(one, other) : b.CreateAnd(one, other);
  return b.CreateSelect(b.CreateFCmpUNO(left, right), b.CreateFAdd(left, right),
                        b.CreateBitCast(both, type));
}

llvm::Value *FunctionLowering::lowerNumeric(Opcode opcode, In in) {
  using Inst = llvm::Instruction;
  llvm::Value *x = in[0].value;
  llvm::Value *y = in.size() > 1 ? in[1].value : nullptr;
  if (m.plan.options.deterministic && makesNan(opcode)) {
    x = beforeCanonicalNan(x);
    y = y ? beforeCanonicalNan(y) : nullptr;
  }
  auto count = [&] { // a shift count modulo the width
    return b.CreateAnd(y, ConstantInt::get(y->getType(), y->getType()->getIntegerBitWidth() - 1));
  };
  auto intrinsic = [&](Intrinsic::ID id) { return b.CreateUnaryIntrinsic(id, x); };
  auto extendFrom = [&](unsigned bits) {
    return b.CreateSExt(b.CreateTrunc(x, Type::getIntNTy(m.context, bits)), x->getType());
  };
  auto saturate = [&](IntegerType *to, bool isSigned) -> llvm::Value * {
    return b.CreateIntrinsic(isSigned ? Intrinsic::fptosi_sat : Intrinsic::fptoui_sat,
                             {to, x->getType()}, {x});
  };
  switch (opcode) {
  case Opcode::I32Eqz:
  case Opcode::I64Eqz:
    return fromBool(b.CreateICmpEQ(x, Constant::getNullValue(x->getType())));
  case Opcode::I32Eq:
  case Opcode::I64Eq:
    return fromBool(b.CreateICmpEQ(x, y));
  case Opcode::I32Ne:
  case Opcode::I64Ne:
    return fromBool(b.CreateICmpNE(x, y));
  case Opcode::I32LtS:
  case Opcode::I64LtS:
    return fromBool(b.CreateICmpSLT(x, y));
  case Opcode::I32LtU:
  case Opcode::I64LtU:
    return fromBool(b.CreateICmpULT(x, y));
  case Opcode::I32GtS:
  case Opcode::I64GtS:
    return fromBool(b.CreateICmpSGT(x, y));
  case Opcode::I32GtU:
  case Opcode::I64GtU:
    return fromBool(b.CreateICmpUGT(x, y));
  case Opcode::I32LeS:
  case Opcode::I64LeS:
    return fromBool(b.CreateICmpSLE(x, y));
  case Opcode::I32LeU:
  case Opcode::I64LeU:
    return fromBool(b.CreateICmpULE(x, y));
  case Opcode::I32GeS:
  case Opcode::I64GeS:
    return fromBool(b.CreateICmpSGE(x, y));
  case Opcode::I32GeU:
  case Opcode::I64GeU:
    return fromBool(b.CreateICmpUGE(x, y));

  case Opcode::F32Eq:
  case Opcode::F64Eq:
    return fromBool(b.CreateFCmpOEQ(x, y));
  case Opcode::F32Ne:
  case Opcode::F64Ne:
    return fromBool(b.CreateFCmpUNE(x, y));
  case Opcode::F32Lt:
  case Opcode::F64Lt:
    return fromBool(b.CreateFCmpOLT(x, y));
  case Opcode::F32Gt:
  case Opcode::F64Gt:
    return fromBool(b.CreateFCmpOGT(x, y));
  case Opcode::F32Le:
  case Opcode::F64Le:
    return fromBool(b.CreateFCmpOLE(x, y));
  case Opcode::F32Ge:
  case Opcode::F64Ge:
    return fromBool(b.CreateFCmpOGE(x, y));

  case Opcode::I32Clz:
  case Opcode::I64Clz:
    return b.CreateBinaryIntrinsic(Intrinsic::ctlz, x, b.getFalse());
  case Opcode::I32Ctz:
  case Opcode::I64Ctz:
    return b.CreateBinaryIntrinsic(Intrinsic::cttz, x, b.getFalse());
  case Opcode::I32Popcnt:
  case Opcode::I64Popcnt:
    return intrinsic(Intrinsic::ctpop);
  case Opcode::I32Add:
  case Opcode::I64Add:
    return b.CreateAdd(x, y);
  case Opcode::I32Sub:
  case Opcode::I64Sub:
    return b.CreateSub(x, y);
  case Opcode::I32Mul:
  case Opcode::I64Mul:
    return b.CreateMul(x, y);
  case Opcode::I32DivS:
  case Opcode::I32DivU:
  case Opcode::I32RemS:
  case Opcode::I32RemU:
  case Opcode::I64DivS:
  case Opcode::I64DivU:
  case Opcode::I64RemS:
  case Opcode::I64RemU:
    return divide(opcode, x, y);
  case Opcode::I32And:
  case Opcode::I64And:
    return b.CreateAnd(x, y);
  case Opcode::I32Or:
  case Opcode::I64Or:
    return b.CreateOr(x, y);
  case Opcode::I32Xor:
  case Opcode::I64Xor:
    return b.CreateXor(x, y);
  case Opcode::I32Shl:
  case Opcode::I64Shl:
    return b.CreateShl(x, count());
  case Opcode::I32ShrS:
  case Opcode::I64ShrS:
    return b.CreateAShr(x, count());
  case Opcode::I32ShrU:
  case Opcode::I64ShrU:
    return b.CreateLShr(x, count());
  case Opcode::I32Rotl:
  case Opcode::I64Rotl:
    return b.CreateIntrinsic(Intrinsic::fshl, {x->getType()}, {x, x, y});
  case Opcode::I32Rotr:
  case Opcode::I64Rotr:
    return b.CreateIntrinsic(Intrinsic::fshr, {x->getType()}, {x, x, y});

  case Opcode::F32Abs:
  case Opcode::F64Abs:
    return intrinsic(Intrinsic::fabs);
  case Opcode::F32Neg:
  case Opcode::F64Neg:
    return b.CreateFNeg(x);
  case Opcode::F32Ceil:
  case Opcode::F64Ceil:
    return roundToIntegral(m, b, Intrinsic::ceil, x);
  case Opcode::F32Floor:
  case Opcode::F64Floor:
    return roundToIntegral(m, b, Intrinsic::floor, x);
  case Opcode::F32Trunc:
  case Opcode::F64Trunc:
    return roundToIntegral(m, b, Intrinsic::trunc, x);
  case Opcode::F32Nearest:
  case Opcode::F64Nearest:
    return roundToIntegral(m, b, Intrinsic::roundeven, x);
  case Opcode::F32Sqrt:
  case Opcode::F64Sqrt:
    return intrinsic(Intrinsic::sqrt);
  case Opcode::F32Add:
  case Opcode::F64Add:
    return floatArithmetic(Inst::FAdd, x, y);
  case Opcode::F32Sub:
  case Opcode::F64Sub:
    return floatArithmetic(Inst::FSub, x, y);
  case Opcode::F32Mul:
  case Opcode::F64Mul:
    return floatArithmetic(Inst::FMul, x, y);
  case Opcode::F32Div:
  case Opcode::F64Div:
    return floatArithmetic(Inst::FDiv, x, y);
  case Opcode::F32Min:
  case Opcode::F64Min:
    return minMax(true, x, y);
  case Opcode::F32Max:
  case Opcode::F64Max:
    return minMax(false, x, y);
  case Opcode::F32Copysign:
  case Opcode::F64Copysign:
    return b.CreateBinaryIntrinsic(Intrinsic::copysign, x, y);

  case Opcode::I32WrapI64:
    return b.CreateTrunc(x, m.i32);
  case Opcode::I32TruncF32S:
  case Opcode::I32TruncF64S:
    return truncate(x, m.i32, true);
  case Opcode::I32TruncF32U:
  case Opcode::I32TruncF64U:
    return truncate(x, m.i32, false);
  case Opcode::I64TruncF32S:
  case Opcode::I64TruncF64S:
    return truncate(x, m.i64, true);
  case Opcode::I64TruncF32U:
  case Opcode::I64TruncF64U:
    return truncate(x, m.i64, false);
  case Opcode::I32TruncSatF32S:
  case Opcode::I32TruncSatF64S:
    return saturate(m.i32, true);
  case Opcode::I32TruncSatF32U:
  case Opcode::I32TruncSatF64U:
    return saturate(m.i32, false);
  case Opcode::I64TruncSatF32S:
  case Opcode::I64TruncSatF64S:
    return saturate(m.i64, true);
  case Opcode::I64TruncSatF32U:
  case Opcode::I64TruncSatF64U:
    return saturate(m.i64, false);
  case Opcode::I64ExtendI32S:
    return b.CreateSExt(x, m.i64);
  case Opcode::I64ExtendI32U:
    return b.CreateZExt(x, m.i64);
  case Opcode::F32ConvertI32S:
  case Opcode::F32ConvertI64S:
    return b.CreateSIToFP(x, m.f32);
  case Opcode::F32ConvertI32U:
  case Opcode::F32ConvertI64U:
    return b.CreateUIToFP(x, m.f32);
  case Opcode::F64ConvertI32S:
  case Opcode::F64ConvertI64S:
    return b.CreateSIToFP(x, m.f64);
  case Opcode::F64ConvertI32U:
  case Opcode::F64ConvertI64U:
    return b.CreateUIToFP(x, m.f64);
  case Opcode::F32DemoteF64:
    if (auto *promoted = dyn_cast<FPExtInst>(x))
      return b.CreateUnaryIntrinsic(Intrinsic::canonicalize, promoted->getOperand(0));
    return b.CreateFPTrunc(x, m.f32);
  case Opcode::F64PromoteF32:
    return b.CreateFPExt(x, m.f64);
  case Opcode::I32ReinterpretF32:
    return b.CreateBitCast(x, m.i32);
  case Opcode::I64ReinterpretF64:
    return b.CreateBitCast(x, m.i64);
  case Opcode::F32ReinterpretI32:
    return b.CreateBitCast(x, m.f32);
  case Opcode::F64ReinterpretI64:
    return b.CreateBitCast(x, m.f64);
  case Opcode::I32Extend8S:
  case Opcode::I64Extend8S:
    return extendFrom(8);
  case Opcode::I32Extend16S:
  case Opcode::I64Extend16S:
    return extendFrom(16);
  case Opcode::I64Extend32S:
    return extendFrom(32);
  default:
    llvm_unreachable("a numeric instruction whose feature is not built");
  }
}

void FunctionLowering::lowerWide(Opcode opcode, In in, Out out) {
  // LLVM's i128 becomes the machine's carry chain or its wide multiplication.
  Type *i128 = b.getInt128Ty();
  auto pair = [&](size_t low) {
    llvm::Value *high = b.CreateShl(b.CreateZExt(in[low + 1].value, i128), 64);
    return b.CreateOr(high, b.CreateZExt(in[low].value, i128));
  };
  llvm::Value *result;
  switch (opcode) {
  case Opcode::I64Add128:
    result = b.CreateAdd(pair(0), pair(2));
    break;
  case Opcode::I64Sub128:
    result = b.CreateSub(pair(0), pair(2));
    break;
  case Opcode::I64MulWideS:
    result = b.CreateMul(b.CreateSExt(in[0].value, i128), b.CreateSExt(in[1].value, i128));
    break;
  default: // I64MulWideU
    result = b.CreateMul(b.CreateZExt(in[0].value, i128), b.CreateZExt(in[1].value, i128));
    break;
  }
  out[0].value = b.CreateTrunc(result, m.i64);
  out[1].value = b.CreateTrunc(b.CreateLShr(result, 64), m.i64);
}

} // namespace sinter
