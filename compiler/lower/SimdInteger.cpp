//===-- SimdInteger.cpp - Integer lanes ------------------------------------===//
//
// Shift counts are taken modulo the lane's width (core 4.3.2 ishl), which also
// keeps LLVM's shifts from being poison.
//
//===----------------------------------------------------------------------===//

#include "lower/Simd.h"

#include "llvm/IR/IntrinsicsAArch64.h"
#include "llvm/IR/IntrinsicsRISCV.h"
#include "llvm/IR/IntrinsicsX86.h"

using namespace llvm;

namespace sinter {

llvm::Value *SimdLowering::shift(llvm::Instruction::BinaryOps op) {
  unsigned bits = lane->getIntegerBitWidth();
  Value amount = b.CreateAnd(y, bits - 1);
  if (bits == 8 && m.machine.isX86 && !isa<Constant>(amount))
    return shiftBytes(op, amount);
  return b.CreateBinOp(op, x, b.CreateVectorSplat(count, b.CreateZExtOrTrunc(amount, lane)));
}

llvm::Value *SimdLowering::shiftBytes(llvm::Instruction::BinaryOps op, Value amount) {
  // x86-64 shifts no bytes: words are shifted, and a mask takes off what came from the next byte.
  FixedVectorType *words = vector(Type::getInt16Ty(m.context), 8);
  bool isLeft = op == llvm::Instruction::Shl;
  Value distance = b.CreateVectorSplat(8, b.CreateTrunc(amount, words->getElementType()));
  Value shifted = b.CreateBinOp(isLeft ? op : llvm::Instruction::LShr, as(x, words), distance);
  // Eight masks in a table take one instruction, or an operand; made by shifts, four.
  auto masked = [&](function_ref<unsigned(unsigned)> mask, const char *name) {
    SmallVector<Constant *, 8> rows;
    for (unsigned by = 0; by < 8; ++by)
      rows.push_back(ConstantInt::get(shape, mask(by) & 0xff));
    auto *type = ArrayType::get(shape, 8);
    GlobalVariable *table = m.ir.getNamedGlobal(name);
    if (!table) {
      table = new GlobalVariable(m.ir, type, /*isConstant=*/true, GlobalValue::PrivateLinkage,
                                 ConstantArray::get(type, rows), name);
      table->setAlignment(Align(16));
      table->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
    }
    Value row = b.CreateInBoundsGEP(type, table, {m.integer(0), b.CreateZExt(amount, m.i64)});
    return b.CreateAlignedLoad(shape, row, Align(16));
  };
  if (isLeft)
    return b.CreateAnd(as(shifted, shape),
                       masked([](unsigned by) { return 0xffu << by; }, ".masks.shl"));
  Value result = b.CreateAnd(as(shifted, shape),
                             masked([](unsigned by) { return 0xffu >> by; }, ".masks.shr"));
  if (op == llvm::Instruction::LShr)
    return result;
  Value sign = masked([](unsigned by) { return 0x80u >> by; }, ".masks.sign");
  return b.CreateSub(b.CreateXor(result, sign), sign);
}

llvm::Value *SimdLowering::multiplyWide() {
  // AArch64 multiplies no lanes of 64 bits, and LLVM would do one after the other: the low halves'
  // product, and above it those of each low half with the other's high one.
  auto *halves = vector(m.i32, 4);
  auto *lows = vector(m.i32, 2);
  Value crossed = b.CreateMul(as(x, halves), b.CreateShuffleVector(as(y, halves), {1, 0, 3, 2}));
  Value high = b.CreateIntrinsic(Intrinsic::aarch64_neon_uaddlp, {shape, halves}, {crossed});
  Value low = b.CreateIntrinsic(Intrinsic::aarch64_neon_umull, {shape},
                                {b.CreateTrunc(x, lows), b.CreateTrunc(y, lows)});
  return b.CreateAdd(b.CreateShl(high, 32), low);
}

llvm::Value *SimdLowering::dot(Value left, Value right) {
  // By plain multiplications LLVM would take those by constants apart.
  if (m.machine.isX86)
    return machine(Intrinsic::x86_sse2_pmadd_wd, {left, right});
  if (m.machine.isAArch64) {
    auto products = [&](unsigned first) {
      return b.CreateIntrinsic(Intrinsic::aarch64_neon_smull, {vector(m.i32, 4)},
                               {half(left, first, 1), half(right, first, 1)});
    };
    return b.CreateIntrinsic(Intrinsic::aarch64_neon_addp, {vector(m.i32, 4)},
                             {products(0), products(4)});
  }
  auto *wide = vector(m.i32, 8);
  Value products = b.CreateMul(b.CreateSExt(left, wide), b.CreateSExt(right, wide), "",
                               /*NUW=*/false, /*NSW=*/true);
  return b.CreateAdd(half(products, 0, 2), half(products, 1, 2));
}

llvm::Value *SimdLowering::multiplyRounded() {
  auto *wide = vector(m.i32, 8);
  if (m.machine.isAArch64)
    return b.CreateIntrinsic(Intrinsic::aarch64_neon_sqrdmulh, {shape}, {x, y});
  if (m.machine.hasRiscvVectors) // rounded to the nearest, up where it is in the middle
    return onRegisters(Intrinsic::riscv_vsmul, {m.integer(0)});
  Constant *lowest = ConstantInt::getSigned(shape, -0x8000);
  if (m.machine.hasSsse3) {
    // Right but for -32768 * -32768, the only product that gives -32768; inverted it is the
    // highest.
    Value product = machine(Intrinsic::x86_ssse3_pmul_hr_sw_128, {x, y});
    return b.CreateXor(product, mask(b.CreateICmpEQ(product, lowest)));
  }
  Value product = b.CreateNSWMul(b.CreateSExt(x, wide), b.CreateSExt(y, wide));
  Value rounded = b.CreateAShr(b.CreateNSWAdd(product, ConstantInt::get(wide, 0x4000)), 15);
  Value limited = b.CreateBinaryIntrinsic(Intrinsic::smin, rounded, ConstantInt::get(wide, 0x7fff));
  return b.CreateTrunc(limited, shape);
}

llvm::Value *SimdLowering::lowerInteger() {
  using Inst = llvm::Instruction;
  switch (inst.opcode) {
  case Opcode::I8x16Eq:
  case Opcode::I16x8Eq:
  case Opcode::I32x4Eq:
  case Opcode::I64x2Eq:
    return compare(CmpInst::ICMP_EQ);
  case Opcode::I8x16Ne:
  case Opcode::I16x8Ne:
  case Opcode::I32x4Ne:
  case Opcode::I64x2Ne:
    return compare(CmpInst::ICMP_NE);
  case Opcode::I8x16LtS:
  case Opcode::I16x8LtS:
  case Opcode::I32x4LtS:
  case Opcode::I64x2LtS:
    return compare(CmpInst::ICMP_SLT);
  case Opcode::I8x16LtU:
  case Opcode::I16x8LtU:
  case Opcode::I32x4LtU:
    return compare(CmpInst::ICMP_ULT);
  case Opcode::I8x16GtS:
  case Opcode::I16x8GtS:
  case Opcode::I32x4GtS:
  case Opcode::I64x2GtS:
    return compare(CmpInst::ICMP_SGT);
  case Opcode::I8x16GtU:
  case Opcode::I16x8GtU:
  case Opcode::I32x4GtU:
    return compare(CmpInst::ICMP_UGT);
  case Opcode::I8x16LeS:
  case Opcode::I16x8LeS:
  case Opcode::I32x4LeS:
  case Opcode::I64x2LeS:
    return compare(CmpInst::ICMP_SLE);
  case Opcode::I8x16LeU:
  case Opcode::I16x8LeU:
  case Opcode::I32x4LeU:
    return compare(CmpInst::ICMP_ULE);
  case Opcode::I8x16GeS:
  case Opcode::I16x8GeS:
  case Opcode::I32x4GeS:
  case Opcode::I64x2GeS:
    return compare(CmpInst::ICMP_SGE);
  case Opcode::I8x16GeU:
  case Opcode::I16x8GeU:
  case Opcode::I32x4GeU:
    return compare(CmpInst::ICMP_UGE);

  case Opcode::I8x16Abs:
  case Opcode::I16x8Abs:
  case Opcode::I32x4Abs:
  case Opcode::I64x2Abs:
    return b.CreateBinaryIntrinsic(Intrinsic::abs, x, b.getFalse());
  case Opcode::I8x16Neg:
  case Opcode::I16x8Neg:
  case Opcode::I32x4Neg:
  case Opcode::I64x2Neg:
    return b.CreateNeg(x);
  case Opcode::I8x16Popcnt:
    return unary(Intrinsic::ctpop);
  case Opcode::I8x16Add:
  case Opcode::I16x8Add:
  case Opcode::I32x4Add:
  case Opcode::I64x2Add:
    return b.CreateAdd(x, y);
  case Opcode::I8x16Sub:
  case Opcode::I16x8Sub:
  case Opcode::I32x4Sub:
  case Opcode::I64x2Sub:
    return b.CreateSub(x, y);
  case Opcode::I16x8Mul:
  case Opcode::I32x4Mul:
    return b.CreateMul(x, y);
  case Opcode::I64x2Mul:
    return m.machine.isAArch64 ? multiplyWide() : b.CreateMul(x, y);
  case Opcode::I8x16AddSatS:
  case Opcode::I16x8AddSatS:
    return binary(Intrinsic::sadd_sat);
  case Opcode::I8x16AddSatU:
  case Opcode::I16x8AddSatU:
    return binary(Intrinsic::uadd_sat);
  case Opcode::I8x16SubSatS:
  case Opcode::I16x8SubSatS:
    return binary(Intrinsic::ssub_sat);
  case Opcode::I8x16SubSatU:
  case Opcode::I16x8SubSatU:
    return binary(Intrinsic::usub_sat);
  case Opcode::I8x16MinS:
  case Opcode::I16x8MinS:
  case Opcode::I32x4MinS:
    return binary(Intrinsic::smin);
  case Opcode::I8x16MinU:
  case Opcode::I16x8MinU:
  case Opcode::I32x4MinU:
    return binary(Intrinsic::umin);
  case Opcode::I8x16MaxS:
  case Opcode::I16x8MaxS:
  case Opcode::I32x4MaxS:
    return binary(Intrinsic::smax);
  case Opcode::I8x16MaxU:
  case Opcode::I16x8MaxU:
  case Opcode::I32x4MaxU:
    return binary(Intrinsic::umax);
  case Opcode::I8x16AvgrU:
  case Opcode::I16x8AvgrU: {
    Type *wide = VectorType::getExtendedElementVectorType(shape);
    Value sum = b.CreateAdd(b.CreateZExt(x, wide), b.CreateZExt(y, wide), "", true, true);
    Value rounded = b.CreateAdd(sum, ConstantInt::get(wide, 1), "", true, true);
    return b.CreateTrunc(b.CreateLShr(rounded, 1), shape);
  }
  case Opcode::I8x16Shl:
  case Opcode::I16x8Shl:
  case Opcode::I32x4Shl:
  case Opcode::I64x2Shl:
    return shift(Inst::Shl);
  case Opcode::I8x16ShrS:
  case Opcode::I16x8ShrS:
  case Opcode::I32x4ShrS:
  case Opcode::I64x2ShrS:
    return shift(Inst::AShr);
  case Opcode::I8x16ShrU:
  case Opcode::I16x8ShrU:
  case Opcode::I32x4ShrU:
  case Opcode::I64x2ShrU:
    return shift(Inst::LShr);
  case Opcode::I16x8Q15mulrSatS:
    return multiplyRounded();
  case Opcode::I32x4DotI16x8S: {
    Type *narrow = vector(Type::getInt16Ty(m.context), 8);
    return dot(as(x, narrow), as(y, narrow));
  }
  default:
    return nullptr;
  }
}

llvm::Value *SimdLowering::narrow(bool isSigned) {
  auto *source = vector(Type::getIntNTy(m.context, 2 * lane->getIntegerBitWidth()), count / 2);
  bool isPack = m.machine.isX86 && (count == 16 || isSigned || m.machine.hasSse41);
  if (isPack) // With AVX-512 LLVM would make one long vector first.
    return machine(
        count == 16
            ? (isSigned ? Intrinsic::x86_sse2_packsswb_128 : Intrinsic::x86_sse2_packuswb_128)
            : (isSigned ? Intrinsic::x86_sse2_packssdw_128 : Intrinsic::x86_sse41_packusdw),
        {as(x, source), as(y, source)});
  SmallVector<int, 16> all;
  for (unsigned i = 0; i < count; ++i)
    all.push_back(int(i));
  Value both = b.CreateShuffleVector(as(x, source), as(y, source), all);
  unsigned bits = lane->getIntegerBitWidth();
  APInt low = isSigned ? APInt::getSignedMinValue(bits).sext(2 * bits) : APInt(2 * bits, 0);
  APInt high = isSigned ? APInt::getSignedMaxValue(bits).sext(2 * bits)
                        : APInt::getLowBitsSet(2 * bits, bits);
  Type *wide = both->getType();
  both = b.CreateBinaryIntrinsic(Intrinsic::smax, both, ConstantInt::get(wide, low));
  both = b.CreateBinaryIntrinsic(Intrinsic::smin, both, ConstantInt::get(wide, high));
  return b.CreateTrunc(both, shape);
}

llvm::Value *SimdLowering::extendPairwise(bool isSigned) {
  // Multiplied by ones and added in pairs; or each half of a lane on its own.
  unsigned bits = lane->getIntegerBitWidth() / 2;
  auto *source = vector(Type::getIntNTy(m.context, bits), 2 * count);
  if (m.machine.isAArch64)
    return b.CreateIntrinsic(isSigned ? Intrinsic::aarch64_neon_saddlp
                                      : Intrinsic::aarch64_neon_uaddlp,
                             {shape, source}, {as(x, source)});
  Constant *ones = ConstantInt::get(source, 1);
  if (bits == 8 && m.machine.hasSsse3) // the first operand is unsigned, the second signed
    return machine(Intrinsic::x86_ssse3_pmadd_ub_sw_128,
                   {isSigned ? ones : as(x, source), isSigned ? as(x, source) : ones});
  if (bits == 16 && isSigned && m.machine.isX86)
    return machine(Intrinsic::x86_sse2_pmadd_wd, {as(x, source), ones});
  if (isSigned)
    return b.CreateAdd(b.CreateAShr(b.CreateShl(x, bits), bits), b.CreateAShr(x, bits));
  return b.CreateAdd(b.CreateAnd(x, ConstantInt::get(shape, (1u << bits) - 1)),
                     b.CreateLShr(x, bits));
}

llvm::Value *SimdLowering::lowerIntegerWidth() {
  auto extended = [&](Value value, bool isHigh, bool isSigned) {
    auto *source = vector(Type::getIntNTy(m.context, lane->getIntegerBitWidth() / 2), 2 * count);
    Value lanes = half(as(value, source), isHigh ? count : 0, 1);
    return isSigned ? b.CreateSExt(lanes, shape) : b.CreateZExt(lanes, shape);
  };
  auto product = [&](bool isHigh, bool isSigned) {
    return b.CreateMul(extended(x, isHigh, isSigned), extended(y, isHigh, isSigned));
  };
  switch (inst.opcode) {
  case Opcode::I8x16NarrowI16x8S:
  case Opcode::I16x8NarrowI32x4S:
    return narrow(true);
  case Opcode::I8x16NarrowI16x8U:
  case Opcode::I16x8NarrowI32x4U:
    return narrow(false);
  case Opcode::I16x8ExtendLowI8x16S:
  case Opcode::I32x4ExtendLowI16x8S:
  case Opcode::I64x2ExtendLowI32x4S:
    return extended(x, false, true);
  case Opcode::I16x8ExtendHighI8x16S:
  case Opcode::I32x4ExtendHighI16x8S:
  case Opcode::I64x2ExtendHighI32x4S:
    return extended(x, true, true);
  case Opcode::I16x8ExtendLowI8x16U:
  case Opcode::I32x4ExtendLowI16x8U:
  case Opcode::I64x2ExtendLowI32x4U:
    return extended(x, false, false);
  case Opcode::I16x8ExtendHighI8x16U:
  case Opcode::I32x4ExtendHighI16x8U:
  case Opcode::I64x2ExtendHighI32x4U:
    return extended(x, true, false);
  case Opcode::I16x8ExtmulLowI8x16S:
  case Opcode::I32x4ExtmulLowI16x8S:
  case Opcode::I64x2ExtmulLowI32x4S:
    return product(false, true);
  case Opcode::I16x8ExtmulHighI8x16S:
  case Opcode::I32x4ExtmulHighI16x8S:
  case Opcode::I64x2ExtmulHighI32x4S:
    return product(true, true);
  case Opcode::I16x8ExtmulLowI8x16U:
  case Opcode::I32x4ExtmulLowI16x8U:
  case Opcode::I64x2ExtmulLowI32x4U:
    return product(false, false);
  case Opcode::I16x8ExtmulHighI8x16U:
  case Opcode::I32x4ExtmulHighI16x8U:
  case Opcode::I64x2ExtmulHighI32x4U:
    return product(true, false);
  case Opcode::I16x8ExtaddPairwiseI8x16S:
  case Opcode::I32x4ExtaddPairwiseI16x8S:
    return extendPairwise(true);
  case Opcode::I16x8ExtaddPairwiseI8x16U:
  case Opcode::I32x4ExtaddPairwiseI16x8U:
    return extendPairwise(false);
  default:
    return nullptr;
  }
}

} // namespace sinter
