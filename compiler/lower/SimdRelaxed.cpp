//===-- SimdRelaxed.cpp - Vector instructions with a choice of results -----===//
//
// Each takes the result of the CPU's cheapest instruction among those that the
// specification allows (core 4.3.5), and is the strict instruction where
// there is none cheaper.
//
//===----------------------------------------------------------------------===//

#include "lower/Simd.h"

#include "llvm/IR/IntrinsicsX86.h"

using namespace llvm;

namespace sinter {

llvm::Value *SimdLowering::lowerRelaxed() {
  auto *bytes = vector(m.i8, 16);
  auto *words = vector(Type::getInt16Ty(m.context), 8);
  auto multiplyAdd = [&](bool isNegated) {
    Value factor = isNegated ? b.CreateFNeg(x) : x;
    if (m.machine.hasFma)
      return static_cast<Value>(b.CreateIntrinsic(Intrinsic::fma, {shape}, {factor, y, z}));
    if (isNegated)
      return arithmetic(llvm::Instruction::FSub, z, arithmetic(llvm::Instruction::FMul, x, y));
    return arithmetic(llvm::Instruction::FAdd, arithmetic(llvm::Instruction::FMul, x, y), z);
  };
  // Bytes with 7-bit bytes: products in pairs, as words. pmaddubsw takes its first operand as
  // unsigned.
  auto dotBytes = [&]() -> Value {
    if (m.machine.hasSsse3)
      return machine(Intrinsic::x86_ssse3_pmadd_ub_sw_128, {as(y, bytes), as(x, bytes)});
    auto *wide = vector(Type::getInt16Ty(m.context), 16);
    Value products =
        b.CreateMul(b.CreateSExt(as(x, bytes), wide), b.CreateSExt(as(y, bytes), wide));
    return b.CreateBinaryIntrinsic(Intrinsic::sadd_sat, half(products, 0, 2), half(products, 1, 2));
  };
  switch (inst.opcode) {
  case Opcode::I8x16RelaxedSwizzle:
    if (m.machine.hasSsse3)
      return machine(Intrinsic::x86_ssse3_pshuf_b_128, {x, y});
    return swizzle();
  case Opcode::I32x4RelaxedTruncF32x4S:
    if (m.machine.isX86)
      return machine(Intrinsic::x86_sse2_cvttps2dq, {as(x, vector(m.f32, 4))});
    return truncateSaturated(true);
  case Opcode::I32x4RelaxedTruncF32x4U:
    if (m.machine.hasAvx512Vl)
      return machine(
          Intrinsic::x86_avx512_mask_cvttps2udq_128,
          {as(x, vector(m.f32, 4)), Constant::getNullValue(shape), ConstantInt::get(m.i8, -1)});
    return truncateSaturated(false);
  case Opcode::I32x4RelaxedTruncF64x2SZero:
    if (m.machine.isX86)
      return machine(Intrinsic::x86_sse2_cvttpd2dq, {as(x, vector(m.f64, 2))});
    return truncateSaturatedZero(true);
  case Opcode::I32x4RelaxedTruncF64x2UZero:
    if (m.machine.hasAvx512Vl)
      return machine(
          Intrinsic::x86_avx512_mask_cvttpd2udq_128,
          {as(x, vector(m.f64, 2)), Constant::getNullValue(shape), ConstantInt::get(m.i8, -1)});
    return truncateSaturatedZero(false);
  case Opcode::F32x4RelaxedMadd:
  case Opcode::F64x2RelaxedMadd:
    return multiplyAdd(false);
  case Opcode::F32x4RelaxedNmadd:
  case Opcode::F64x2RelaxedNmadd:
    return multiplyAdd(true);
  case Opcode::I8x16RelaxedLaneselect:
  case Opcode::I32x4RelaxedLaneselect:
  case Opcode::I64x2RelaxedLaneselect:
  case Opcode::I16x8RelaxedLaneselect: {
    if (!m.machine.hasSse41)
      return b.CreateOr(b.CreateAnd(x, z), b.CreateAnd(y, b.CreateNot(z)));
    // Words have no blend of their own; that of bytes is allowed for them.
    Type *type = inst.opcode == Opcode::I16x8RelaxedLaneselect ? bytes : shape;
    Value first = b.CreateICmpSLT(as(z, type), Constant::getNullValue(type));
    return b.CreateSelect(first, as(x, type), as(y, type));
  }
  case Opcode::F32x4RelaxedMin:
  case Opcode::F64x2RelaxedMin:
    return pick(true, x, y);
  case Opcode::F32x4RelaxedMax:
  case Opcode::F64x2RelaxedMax:
    return pick(false, x, y);
  case Opcode::I16x8RelaxedQ15mulrS:
    if (m.machine.hasSsse3)
      return machine(Intrinsic::x86_ssse3_pmul_hr_sw_128, {x, y});
    return multiplyRounded();
  case Opcode::I16x8RelaxedDotI8x16I7x16S:
    return dotBytes();
  case Opcode::I32x4RelaxedDotI8x16I7x16AddS: {
    Value pairs = dotBytes();
    Constant *ones = ConstantInt::get(words, 1);
    Value quads =
        m.machine.isX86 ? machine(Intrinsic::x86_sse2_pmadd_wd, {pairs, ones}) : dot(pairs, ones);
    return b.CreateAdd(quads, z);
  }
  default:
    return nullptr;
  }
}

} // namespace sinter
