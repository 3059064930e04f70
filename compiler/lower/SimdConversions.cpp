//===-- SimdConversions.cpp - Between lanes of integers and floats ---------===//
//
// LLVM converts one lane at a time where the result saturates. On x86-64
// cvttps2dq gives 0x80000000 for all that does not fit, from which the right
// result is a few instructions away; its intrinsic says so, whereas fptosi would be
// poison. The same tricks serve f64 lanes, whose format holds every limit exactly.
//
//===----------------------------------------------------------------------===//

#include "lower/Simd.h"

#include "llvm/IR/IntrinsicsAArch64.h"
#include "llvm/IR/IntrinsicsX86.h"

using namespace llvm;

namespace sinter {

llvm::Value *SimdLowering::appendZeros(Value value) {
  return b.CreateShuffleVector(value, Constant::getNullValue(value->getType()), {0, 1, 2, 3});
}

llvm::Value *SimdLowering::truncateSaturated(bool isSigned) {
  Value value = as(x, vector(m.f32, 4));
  Type *floats = value->getType();
  if (!m.machine.isX86)
    return b.CreateIntrinsic(isSigned ? Intrinsic::fptosi_sat : Intrinsic::fptoui_sat,
                             {shape, floats}, {value});
  Constant *zero = Constant::getNullValue(floats);
  Constant *limit = ConstantFP::get(floats, 0x1p31);
  auto convert = [&](Value v) { return machine(Intrinsic::x86_sse2_cvttps2dq, {v}); };
  if (isSigned) {
    // NaN to zero before; too large becomes 0x80000000, inverted it is the highest.
    Value ordered = as(mask(b.CreateFCmpORD(value, value)), shape);
    Value known = as(b.CreateAnd(as(value, shape), ordered), floats);
    return b.CreateXor(convert(known), mask(b.CreateFCmpOGE(value, limit)));
  }
  Value positive = pick(false, value, zero); // a NaN is 0, too
  if (m.machine.hasAvx512Vl)
    return machine(Intrinsic::x86_avx512_mask_cvttps2udq_128,
                   {positive, Constant::getNullValue(shape), ConstantInt::get(m.i8, -1)});
  // What is above 2^31 is converted apart; below, that part is negative and counts as 0. From 2^32
  // on the two add up to all ones: 0x80000000 + 0x7fffffff.
  Value above = b.CreateFSub(positive, limit);
  Value rest = b.CreateXor(convert(above), mask(b.CreateFCmpOGE(above, limit)));
  rest = b.CreateBinaryIntrinsic(Intrinsic::smax, rest, Constant::getNullValue(shape));
  return b.CreateAdd(convert(positive), rest);
}

llvm::Value *SimdLowering::truncateSaturatedZero(bool isSigned) {
  auto *doubles = vector(m.f64, 2);
  Value value = as(x, doubles);
  if (isSigned && m.machine.isX86) {
    // min(x, NaN ? 0 : highest): minpd takes its second operand where the first is NaN, and
    // what is too low becomes 0x80000000 anyway.
    Type *bits = vector(m.i64, 2);
    Constant *highest = ConstantFP::get(doubles, 0x1p31 - 1);
    Value ordered = b.CreateSExt(b.CreateFCmpORD(value, value), bits);
    Value limit = as(b.CreateAnd(ordered, b.CreateBitCast(highest, bits)), doubles);
    return machine(Intrinsic::x86_sse2_cvttpd2dq, {pick(true, value, limit)});
  }
  if (!isSigned && m.machine.hasSse41) {
    Value positive = pick(false, value, Constant::getNullValue(doubles));
    if (m.machine.hasAvx512Vl)
      return machine(Intrinsic::x86_avx512_mask_cvttpd2udq_128,
                     {positive, Constant::getNullValue(shape), ConstantInt::get(m.i8, -1)});
    // Added to 2^52, an integer stands in the low bits of the result.
    Value limited = pick(true, positive, ConstantFP::get(doubles, 0x1p32 - 1));
    Value whole = b.CreateUnaryIntrinsic(Intrinsic::trunc, limited);
    Value shifted = as(b.CreateFAdd(whole, ConstantFP::get(doubles, 0x1p52)), shape);
    return b.CreateShuffleVector(shifted, Constant::getNullValue(shape), {0, 2, 4, 5});
  }
  if (!isSigned && m.machine.isX86) {
    // From 2^31 on that is taken off before, and put back as the result's top bit.
    Type *bits = vector(m.i64, 2);
    Value limited = pick(true, pick(false, value, Constant::getNullValue(doubles)),
                         ConstantFP::get(doubles, 0x1p32 - 1));
    Constant *limit = ConstantFP::get(doubles, 0x1p31);
    Value isAbove = b.CreateSExt(b.CreateFCmpOGE(limited, limit), bits);
    Value part = as(b.CreateAnd(isAbove, b.CreateBitCast(limit, bits)), doubles);
    Value low = machine(Intrinsic::x86_sse2_cvttpd2dq, {b.CreateFSub(limited, part)});
    Value top =
        b.CreateShuffleVector(as(isAbove, shape), Constant::getNullValue(shape), {0, 2, 4, 5});
    return b.CreateXor(low, b.CreateShl(top, 31));
  }
  Type *half = vector(m.i32, 2);
  if (m.machine.isAArch64) { // to 64 bits, and from there to 32
    Type *wide = vector(m.i64, 2);
    Value whole = b.CreateIntrinsic(isSigned ? Intrinsic::fptosi_sat : Intrinsic::fptoui_sat,
                                    {wide, doubles}, {value});
    return appendZeros(b.CreateIntrinsic(
        isSigned ? Intrinsic::aarch64_neon_sqxtn : Intrinsic::aarch64_neon_uqxtn, {half}, {whole}));
  }
  if (m.machine.hasRiscvVectors) { // the same; QEMU 7.2 fails on vfncvt.rtz of these lanes
    Type *wide = vector(m.i64, 2);
    Value whole = b.CreateIntrinsic(isSigned ? Intrinsic::fptosi_sat : Intrinsic::fptoui_sat,
                                    {wide, doubles}, {value});
    if (isSigned) {
      whole =
          b.CreateBinaryIntrinsic(Intrinsic::smax, whole, ConstantInt::getSigned(wide, INT32_MIN));
      whole = b.CreateBinaryIntrinsic(Intrinsic::smin, whole, ConstantInt::get(wide, INT32_MAX));
    } else {
      whole = b.CreateBinaryIntrinsic(Intrinsic::umin, whole, ConstantInt::get(wide, UINT32_MAX));
    }
    return appendZeros(b.CreateTrunc(whole, half));
  }
  return appendZeros(b.CreateIntrinsic(isSigned ? Intrinsic::fptosi_sat : Intrinsic::fptoui_sat,
                                       {half, doubles}, {value}));
}

llvm::Value *SimdLowering::lowerConversion() {
  switch (inst.opcode) {
  case Opcode::I32x4TruncSatF32x4S:
    return truncateSaturated(true);
  case Opcode::I32x4TruncSatF32x4U:
    return truncateSaturated(false);
  case Opcode::I32x4TruncSatF64x2SZero:
    return truncateSaturatedZero(true);
  case Opcode::I32x4TruncSatF64x2UZero:
    return truncateSaturatedZero(false);
  case Opcode::F32x4ConvertI32x4S:
    return b.CreateSIToFP(as(x, vector(m.i32, 4)), shape);
  case Opcode::F32x4ConvertI32x4U:
    return b.CreateUIToFP(as(x, vector(m.i32, 4)), shape);
  case Opcode::F64x2ConvertLowI32x4S:
    return b.CreateSIToFP(half(as(x, vector(m.i32, 4)), 0, 1), shape);
  case Opcode::F64x2ConvertLowI32x4U:
    return b.CreateUIToFP(half(as(x, vector(m.i32, 4)), 0, 1), shape);
  case Opcode::F32x4DemoteF64x2Zero:
    return appendZeros(b.CreateFPTrunc(as(x, vector(m.f64, 2)), vector(m.f32, 2)));
  case Opcode::F64x2PromoteLowF32x4: {
    Value wide = b.CreateFPExt(half(as(x, vector(m.f32, 4)), 0, 1), shape);
    // LLVM would take demote(promote x) for x, which keeps a signalling NaN.
    return m.plan.options.optimize ? b.CreateArithmeticFence(wide, shape) : wide;
  }
  default:
    return nullptr;
  }
}

} // namespace sinter
