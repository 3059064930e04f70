//===-- SimdMemory.cpp - Vector loads and stores ---------------------------===//
//
// Volatile as Memory.cpp says. A scalar is loaded in the class of register that
// it is wanted in: as a float where the rest of the vector is zero, since a volatile integer would
// make a detour through a general register.
//
//===----------------------------------------------------------------------===//

#include "lower/FunctionLowering.h"

using namespace llvm;

namespace sinter {

llvm::Value *FunctionLowering::lowerVectorLoad(const Instruction &inst, In in) {
  unsigned bytes = 1u << naturalAlignmentLog2(inst.opcode);
  Type *v128 = m.type(ValueType::Kind::V128);
  Type *integer = Type::getIntNTy(m.context, 8 * bytes);
  auto load = [&](Type *type) {
    LoadInst *result = b.CreateAlignedLoad(type, effectiveAddress(inst, in[0].value, bytes),
                                           Align(1), m.plan.volatileLoads(MemoryIndex(inst.index)));
    result->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Memory));
    return result;
  };
  auto vector = [&](Type *lane) {
    return FixedVectorType::get(lane, 128 / unsigned(lane->getPrimitiveSizeInBits()));
  };
  auto extend = [&](unsigned bits, bool isSigned) {
    auto *narrow = FixedVectorType::get(Type::getIntNTy(m.context, bits), 64 / bits);
    Type *wide = VectorType::getExtendedElementVectorType(narrow);
    llvm::Value *lanes = b.CreateBitCast(load(integer), narrow);
    return isSigned ? b.CreateSExt(lanes, wide) : b.CreateZExt(lanes, wide);
  };
  llvm::Value *result = nullptr;
  switch (inst.opcode) {
  case Opcode::V128Load:
    return load(v128);
  case Opcode::V128Load8x8S:
    result = extend(8, true);
    break;
  case Opcode::V128Load8x8U:
    result = extend(8, false);
    break;
  case Opcode::V128Load16x4S:
    result = extend(16, true);
    break;
  case Opcode::V128Load16x4U:
    result = extend(16, false);
    break;
  case Opcode::V128Load32x2S:
    result = extend(32, true);
    break;
  case Opcode::V128Load32x2U:
    result = extend(32, false);
    break;
  case Opcode::V128Load8Splat:
  case Opcode::V128Load16Splat:
  case Opcode::V128Load32Splat:
  case Opcode::V128Load64Splat: {
    Type *lane = bytes == 4 ? m.f32 : bytes == 8 ? m.f64 : integer;
    result = b.CreateVectorSplat(vector(lane)->getNumElements(), load(lane));
    break;
  }
  case Opcode::V128Load32Zero:
  case Opcode::V128Load64Zero: {
    Type *lane = bytes == 4 ? m.f32 : m.f64;
    result = b.CreateInsertElement(Constant::getNullValue(vector(lane)), load(lane), uint64_t(0));
    break;
  }
  default: // one lane
    result = b.CreateInsertElement(b.CreateBitCast(in[1].value, vector(integer)), load(integer),
                                   inst.lane);
    break;
  }
  return b.CreateBitCast(result, v128);
}

void FunctionLowering::lowerVectorStore(const Instruction &inst, In in) {
  unsigned bytes = 1u << naturalAlignmentLog2(inst.opcode);
  llvm::Value *value = in[1].value;
  if (inst.opcode != Opcode::V128Store) {
    Type *lane = Type::getIntNTy(m.context, 8 * bytes);
    value = b.CreateExtractElement(b.CreateBitCast(value, FixedVectorType::get(lane, 16 / bytes)),
                                   inst.lane);
  }
  storeAt(MemoryIndex(inst.index), effectiveAddress(inst, in[0].value, bytes), value);
}

} // namespace sinter
