//===-- SimdRelaxed.cpp - Vector instructions with a choice of results -----===//
//
// Each takes the result of the CPU's cheapest instruction among those that the
// specification allows (core 4.3.5). Where none is cheaper, and always under --deterministic, it is
// the first of those listed there, which is what the deterministic profile demands.
//
//===----------------------------------------------------------------------===//

#include "lower/Simd.h"

#include "llvm/IR/IntrinsicsAArch64.h"
#include "llvm/IR/IntrinsicsX86.h"

using namespace llvm;

namespace sinter {

llvm::Value *SimdLowering::lowerRelaxed() {
  Value cheapest = m.plan.options.deterministic ? nullptr : lowerCheapest();
  return cheapest ? cheapest : lowerFixed();
}

llvm::Value *SimdLowering::lowerCheapest() {
  auto *bytes = vector(m.i8, 16);
  auto multiplyAdd = [&](Value factor) -> Value {
    if (!m.machine.hasFma)
      return nullptr;
    return b.CreateIntrinsic(Intrinsic::fma, {shape}, {factor, y, z});
  };
  auto *words = vector(Type::getInt16Ty(m.context), 8);
  auto dotBytes = [&]() -> Value {
    // pmaddubsw takes its first operand as unsigned.
    if (m.machine.hasSsse3)
      return machine(Intrinsic::x86_ssse3_pmadd_ub_sw_128, {as(y, bytes), as(x, bytes)});
    if (!m.machine.isAArch64)
      return nullptr;
    // Twice -128 by -128 wraps: the second -128 then counts as 128.
    auto products = [&](unsigned first) {
      return b.CreateIntrinsic(Intrinsic::aarch64_neon_smull, {words},
                               {half(as(x, bytes), first, 1), half(as(y, bytes), first, 1)});
    };
    return b.CreateIntrinsic(Intrinsic::aarch64_neon_addp, {words}, {products(0), products(8)});
  };
  switch (inst.opcode) {
  case Opcode::I8x16RelaxedSwizzle:
    return m.machine.hasSsse3 ? machine(Intrinsic::x86_ssse3_pshuf_b_128, {x, y}) : nullptr;
  case Opcode::I32x4RelaxedTruncF32x4S:
    if (m.machine.isX86)
      return machine(Intrinsic::x86_sse2_cvttps2dq, {as(x, vector(m.f32, 4))});
    return nullptr;
  case Opcode::I32x4RelaxedTruncF32x4U:
    if (m.machine.hasAvx512Vl)
      return machine(
          Intrinsic::x86_avx512_mask_cvttps2udq_128,
          {as(x, vector(m.f32, 4)), Constant::getNullValue(shape), ConstantInt::get(m.i8, -1)});
    return nullptr;
  case Opcode::I32x4RelaxedTruncF64x2SZero:
    if (m.machine.isX86)
      return machine(Intrinsic::x86_sse2_cvttpd2dq, {as(x, vector(m.f64, 2))});
    return nullptr;
  case Opcode::I32x4RelaxedTruncF64x2UZero:
    if (m.machine.hasAvx512Vl)
      return machine(
          Intrinsic::x86_avx512_mask_cvttpd2udq_128,
          {as(x, vector(m.f64, 2)), Constant::getNullValue(shape), ConstantInt::get(m.i8, -1)});
    return nullptr;
  case Opcode::F32x4RelaxedMadd:
  case Opcode::F64x2RelaxedMadd:
    return multiplyAdd(x);
  case Opcode::F32x4RelaxedNmadd:
  case Opcode::F64x2RelaxedNmadd:
    return multiplyAdd(b.CreateFNeg(x));
  case Opcode::I8x16RelaxedLaneselect:
  case Opcode::I32x4RelaxedLaneselect:
  case Opcode::I64x2RelaxedLaneselect:
  case Opcode::I16x8RelaxedLaneselect: {
    if (!m.machine.hasSse41)
      return nullptr;
    // As a select it might end in a masked store. Words have no blend of their own; that of bytes
    // is allowed for them.
    auto blend = [&](llvm::Intrinsic::ID id, Type *type) {
      return machine(id, {as(y, type), as(x, type), as(z, type)});
    };
    if (inst.opcode == Opcode::I32x4RelaxedLaneselect)
      return blend(Intrinsic::x86_sse41_blendvps, vector(m.f32, 4));
    if (inst.opcode == Opcode::I64x2RelaxedLaneselect)
      return blend(Intrinsic::x86_sse41_blendvpd, vector(m.f64, 2));
    return blend(Intrinsic::x86_sse41_pblendvb, bytes);
  }
  case Opcode::F32x4RelaxedMin:
  case Opcode::F64x2RelaxedMin:
    return m.machine.isAArch64 ? minMax(true) : pick(true, x, y);
  case Opcode::F32x4RelaxedMax:
  case Opcode::F64x2RelaxedMax:
    return m.machine.isAArch64 ? minMax(false) : pick(false, x, y);
  case Opcode::I16x8RelaxedQ15mulrS:
    return m.machine.hasSsse3 ? machine(Intrinsic::x86_ssse3_pmul_hr_sw_128, {x, y}) : nullptr;
  case Opcode::I16x8RelaxedDotI8x16I7x16S:
    return dotBytes();
  case Opcode::I32x4RelaxedDotI8x16I7x16AddS: {
    if (m.machine.hasDotProducts)
      return b.CreateIntrinsic(Intrinsic::aarch64_neon_sdot, {shape, bytes},
                               {z, as(x, bytes), as(y, bytes)});
    Value pairs = dotBytes();
    if (!pairs)
      return nullptr;
    Value quads = m.machine.isAArch64
                      ? b.CreateIntrinsic(Intrinsic::aarch64_neon_saddlp, {shape, words}, {pairs})
                      : machine(Intrinsic::x86_sse2_pmadd_wd, {pairs, ConstantInt::get(words, 1)});
    return b.CreateAdd(quads, z);
  }
  default:
    return nullptr;
  }
}

llvm::Value *SimdLowering::lowerFixed() {
  using Inst = llvm::Instruction;
  auto *words = vector(Type::getInt16Ty(m.context), 8);
  // Bytes with 7-bit bytes: products in pairs, as words.
  auto dotBytes = [&]() -> Value {
    auto *bytes = vector(m.i8, 16);
    if (m.machine.isX86) {
      // The odd bytes are the upper halves of words, the even ones get there.
      auto odd = [&](Value v) { return b.CreateAShr(as(v, words), 8); };
      auto even = [&](Value v) { return b.CreateAShr(b.CreateShl(as(v, words), 8), 8); };
      return b.CreateBinaryIntrinsic(Intrinsic::sadd_sat, b.CreateMul(even(x), even(y)),
                                     b.CreateMul(odd(x), odd(y)));
    }
    auto *wide = vector(Type::getInt16Ty(m.context), 16);
    Value products =
        b.CreateMul(b.CreateSExt(as(x, bytes), wide), b.CreateSExt(as(y, bytes), wide));
    return b.CreateBinaryIntrinsic(Intrinsic::sadd_sat, half(products, 0, 2), half(products, 1, 2));
  };
  switch (inst.opcode) {
  case Opcode::I8x16RelaxedSwizzle:
    return swizzle();
  case Opcode::I32x4RelaxedTruncF32x4S:
    return truncateSaturated(true);
  case Opcode::I32x4RelaxedTruncF32x4U:
    return truncateSaturated(false);
  case Opcode::I32x4RelaxedTruncF64x2SZero:
    return truncateSaturatedZero(true);
  case Opcode::I32x4RelaxedTruncF64x2UZero:
    return truncateSaturatedZero(false);
  case Opcode::F32x4RelaxedMadd:
  case Opcode::F64x2RelaxedMadd:
    return arithmetic(Inst::FAdd, arithmetic(Inst::FMul, x, y), z);
  case Opcode::F32x4RelaxedNmadd:
  case Opcode::F64x2RelaxedNmadd:
    return arithmetic(Inst::FSub, z, arithmetic(Inst::FMul, x, y));
  case Opcode::I8x16RelaxedLaneselect:
  case Opcode::I32x4RelaxedLaneselect:
  case Opcode::I64x2RelaxedLaneselect:
  case Opcode::I16x8RelaxedLaneselect:
    return b.CreateOr(b.CreateAnd(x, z), b.CreateAnd(y, b.CreateNot(z)));
  case Opcode::F32x4RelaxedMin:
  case Opcode::F64x2RelaxedMin:
    return minMax(true);
  case Opcode::F32x4RelaxedMax:
  case Opcode::F64x2RelaxedMax:
    return minMax(false);
  case Opcode::I16x8RelaxedQ15mulrS:
    return multiplyRounded();
  case Opcode::I16x8RelaxedDotI8x16I7x16S:
    return dotBytes();
  case Opcode::I32x4RelaxedDotI8x16I7x16AddS: {
    Value pairs = dotBytes();
    Value quads = m.machine.isAArch64
                      ? b.CreateIntrinsic(Intrinsic::aarch64_neon_saddlp, {shape, words}, {pairs})
                      : dot(pairs, ConstantInt::get(words, 1));
    return b.CreateAdd(quads, z);
  }
  default:
    return nullptr;
  }
}

} // namespace sinter
