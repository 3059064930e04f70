//===-- Simd.cpp - Lanes and bits of vectors -------------------------------===//

#include "lower/Simd.h"

#include "lower/CanonicalNan.h"

#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/IntrinsicsAArch64.h"
#include "llvm/IR/IntrinsicsRISCV.h"
#include "llvm/IR/IntrinsicsX86.h"

using namespace llvm;

namespace sinter {

namespace {

/// The lanes that an instruction's name begins with; v128 counts as i64x2.
FixedVectorType *shapeOf(const ModuleLowering &m, StringRef text) {
  if (text.starts_with("i8x16"))
    return FixedVectorType::get(m.i8, 16);
  if (text.starts_with("i16x8"))
    return FixedVectorType::get(Type::getInt16Ty(m.context), 8);
  if (text.starts_with("i32x4"))
    return FixedVectorType::get(m.i32, 4);
  if (text.starts_with("f32x4"))
    return FixedVectorType::get(m.f32, 4);
  if (text.starts_with("f64x2"))
    return FixedVectorType::get(m.f64, 2);
  return FixedVectorType::get(m.i64, 2);
}

} // namespace

SimdLowering::SimdLowering(ModuleLowering &m, IRBuilder<> &b, const Instruction &inst,
                           ArrayRef<llvm::Value *> operands)
    : m(m), b(b), inst(inst), shape(shapeOf(m, opcodeInfo(inst.opcode).text)),
      lane(shape->getElementType()), count(shape->getNumElements()) {
  auto operand = [&](size_t i) -> Value {
    if (i >= operands.size())
      return nullptr;
    if (!operands[i]->getType()->isVectorTy())
      return operands[i];
    Value lanes = as(operands[i], shape);
    return mustBeCanonical() ? beforeCanonicalNan(lanes) : lanes;
  };
  x = operand(0);
  y = operand(1);
  z = operand(2);
}

llvm::Value *SimdLowering::lower() {
  Value result = nullptr;
  if (opcodeInfo(inst.opcode).feature == Feature::RelaxedSimd)
    result = lowerRelaxed();
  for (auto area :
       {&SimdLowering::lowerLanes, &SimdLowering::lowerInteger, &SimdLowering::lowerIntegerWidth,
        &SimdLowering::lowerFloat, &SimdLowering::lowerConversion})
    if (!result)
      result = (this->*area)();
  assert(result && "a vector instruction that no area knows");
  if (!result->getType()->isVectorTy())
    return result;
  if (mustBeCanonical())
    result = canonicalNan(b, result);
  return as(result, vector(m.i64, 2));
}

bool SimdLowering::mustBeCanonical() const {
  return m.plan.options.deterministic && makesNan(inst.opcode);
}

llvm::Value *SimdLowering::as(Value value, Type *type) {
  if (auto *constant = dyn_cast<Constant>(value))
    if (Constant *folded = ConstantFoldCastOperand(llvm::Instruction::BitCast, constant, type,
                                                   m.ir.getDataLayout()))
      return folded;
  return b.CreateBitCast(value, type);
}

FixedVectorType *SimdLowering::integers(Type *type) const {
  return cast<FixedVectorType>(VectorType::getInteger(cast<VectorType>(type)));
}

llvm::Value *SimdLowering::half(Value value, unsigned first, unsigned step) {
  SmallVector<int, 16> lanes;
  unsigned all = cast<FixedVectorType>(value->getType())->getNumElements();
  for (unsigned i = 0; i < all / 2; ++i)
    lanes.push_back(int(first + i * step));
  return b.CreateShuffleVector(value, lanes);
}

llvm::Value *SimdLowering::swizzle() {
  // pshufb gives 0 where an index has its top bit set, and otherwise takes it modulo 16: 0x70 added
  // with saturation sets that bit from 16 on and keeps the low four below.
  if (m.machine.hasSsse3) {
    Value index = b.CreateBinaryIntrinsic(Intrinsic::uadd_sat, y, ConstantInt::get(shape, 0x70));
    return machine(Intrinsic::x86_ssse3_pshuf_b_128, {x, index});
  }
  if (m.machine.isAArch64)
    return b.CreateIntrinsic(Intrinsic::aarch64_neon_tbl1, {shape}, {x, y});
  if (m.machine.hasRiscvVectors)
    return b.CreateSelect(b.CreateICmpULT(y, ConstantInt::get(shape, 16)),
                          onRegisters(Intrinsic::riscv_vrgather_vv), Constant::getNullValue(shape));
  Value index = b.CreateAnd(y, ConstantInt::get(shape, 15));
  Value result = PoisonValue::get(shape);
  for (uint64_t i = 0; i < count; ++i)
    result = b.CreateInsertElement(result,
                                   b.CreateExtractElement(x, b.CreateExtractElement(index, i)), i);
  return b.CreateSelect(b.CreateICmpULT(y, ConstantInt::get(shape, 16)), result,
                        Constant::getNullValue(shape));
}

llvm::Value *SimdLowering::onRegisters(llvm::Intrinsic::ID id,
                                       std::initializer_list<Value> further) {
  auto *whole = ScalableVectorType::get(lane, count / 2);
  auto widen = [&](Value value) {
    return b.CreateInsertVector(whole, PoisonValue::get(whole), value, uint64_t(0));
  };
  SmallVector<Value, 6> arguments = {PoisonValue::get(whole), widen(x), widen(y)};
  arguments.append(further);
  arguments.push_back(m.integer(count));
  // Of some, the second operand may be a scalar instead, and its type is part of the name.
  SmallVector<Type *, 3> types = {whole, m.i64};
  if (id == Intrinsic::riscv_vsmul)
    types.insert(types.begin() + 1, whole);
  return b.CreateExtractVector(shape, b.CreateIntrinsic(id, types, arguments), uint64_t(0));
}

llvm::Value *SimdLowering::allTrue() {
  if (m.machine.isAArch64 && count > 2) // the smallest lane
    return b.CreateIsNotNull(b.CreateIntMinReduce(x));
  return b.CreateAndReduce(b.CreateIsNotNull(x));
}

llvm::Value *SimdLowering::lowerLanes() {
  auto scalar = [&](Value value) { // an i32 as a lane
    return lane->isIntegerTy() ? b.CreateTrunc(value, lane) : value;
  };
  switch (inst.opcode) {
  case Opcode::I8x16Shuffle: {
    SmallVector<int, 16> lanes(inst.bytes.begin(), inst.bytes.end());
    return b.CreateShuffleVector(x, y, lanes);
  }
  case Opcode::I8x16Swizzle:
    return swizzle();
  case Opcode::I8x16Splat:
  case Opcode::I16x8Splat:
  case Opcode::I32x4Splat:
  case Opcode::I64x2Splat:
  case Opcode::F32x4Splat:
  case Opcode::F64x2Splat:
    return b.CreateVectorSplat(count, scalar(x));
  case Opcode::I8x16ExtractLaneS:
  case Opcode::I16x8ExtractLaneS:
    return b.CreateSExt(b.CreateExtractElement(x, inst.lane), m.i32);
  case Opcode::I8x16ExtractLaneU:
  case Opcode::I16x8ExtractLaneU:
    return b.CreateZExt(b.CreateExtractElement(x, inst.lane), m.i32);
  case Opcode::I32x4ExtractLane:
  case Opcode::I64x2ExtractLane:
  case Opcode::F32x4ExtractLane:
  case Opcode::F64x2ExtractLane:
    return b.CreateExtractElement(x, inst.lane);
  case Opcode::I8x16ReplaceLane:
  case Opcode::I16x8ReplaceLane:
  case Opcode::I32x4ReplaceLane:
  case Opcode::I64x2ReplaceLane:
  case Opcode::F32x4ReplaceLane:
  case Opcode::F64x2ReplaceLane:
    return b.CreateInsertElement(x, scalar(y), inst.lane);

  case Opcode::V128Not:
    return b.CreateNot(x);
  case Opcode::V128And:
    return b.CreateAnd(x, y);
  case Opcode::V128Andnot:
    return b.CreateAnd(x, b.CreateNot(y));
  case Opcode::V128Or:
    return b.CreateOr(x, y);
  case Opcode::V128Xor:
    return b.CreateXor(x, y);
  case Opcode::V128Bitselect:
    return b.CreateOr(b.CreateAnd(x, z), b.CreateAnd(y, b.CreateNot(z)));
  case Opcode::V128AnyTrue: {
    Value lanes = as(x, vector(m.i32, 4));
    if (m.machine.isAArch64)
      return b.CreateZExt(b.CreateIsNotNull(b.CreateIntMaxReduce(lanes)), m.i32);
    if (m.machine.hasRiscvVectors)
      return b.CreateZExt(b.CreateOrReduce(b.CreateIsNotNull(lanes)), m.i32);
    Type *whole = Type::getIntNTy(m.context, 128);
    return b.CreateZExt(b.CreateICmpNE(as(x, whole), ConstantInt::get(whole, 0)), m.i32);
  }
  case Opcode::I8x16AllTrue:
  case Opcode::I16x8AllTrue:
  case Opcode::I32x4AllTrue:
  case Opcode::I64x2AllTrue:
    return b.CreateZExt(allTrue(), m.i32);
  case Opcode::I8x16Bitmask:
  case Opcode::I16x8Bitmask:
  case Opcode::I32x4Bitmask:
  case Opcode::I64x2Bitmask: {
    Value signs = b.CreateICmpSLT(x, Constant::getNullValue(shape));
    return b.CreateZExt(as(signs, Type::getIntNTy(m.context, count)), m.i32);
  }
  default:
    return nullptr;
  }
}

} // namespace sinter
