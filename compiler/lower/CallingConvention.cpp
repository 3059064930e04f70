//===-- CallingConvention.cpp - The uniform prototype, packed and unpacked -===//
//
// See abi/Abi.h for the rules. Everything here is free at -O2: an i32 travels
// in the register it is in, an f32 in the low lane of its vector register.
//
//===----------------------------------------------------------------------===//

#include "lower/CallingConvention.h"

using namespace llvm;

namespace sinter {

namespace {

enum class Class { Integer, Float, Area };

/// Says, parameter by parameter, where each goes.
class Assigner {
public:
  struct Place {
    Class where;
    unsigned number; ///< of the register or slot
  };
  Place next(ValueType type) {
    if (type.kind() == ValueType::Kind::V128) {
      slots += 2;
      return {Class::Area, slots - 2};
    }
    if (type.isFloat() && floats < SINTER_FLOAT_REGISTERS)
      return {Class::Float, floats++};
    if (!type.isFloat() && integers < SINTER_INTEGER_REGISTERS)
      return {Class::Integer, integers++};
    return {Class::Area, slots++};
  }

private:
  unsigned integers = 0, floats = 0, slots = 0;
};

/// A value as the bits of an i64.
Value *toBits(ModuleLowering &m, IRBuilder<> &b, ValueType type, Value *value) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return b.CreateZExt(value, m.i64);
  case ValueType::Kind::F32:
    return b.CreateZExt(b.CreateBitCast(value, m.i32), m.i64);
  case ValueType::Kind::F64:
    return b.CreateBitCast(value, m.i64);
  case ValueType::Kind::Ref:
    return b.CreatePtrToInt(value, m.i64);
  default:
    return value;
  }
}

Value *fromBits(ModuleLowering &m, IRBuilder<> &b, ValueType type, Value *bits) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return b.CreateTrunc(bits, m.i32);
  case ValueType::Kind::F32:
    return b.CreateBitCast(b.CreateTrunc(bits, m.i32), m.f32);
  case ValueType::Kind::F64:
    return b.CreateBitCast(bits, m.f64);
  case ValueType::Kind::Ref:
    return b.CreateIntToPtr(bits, m.pointer);
  default:
    return bits;
  }
}

/// An f32 in the low half of a floating register.
Value *toDouble(ModuleLowering &m, IRBuilder<> &b, ValueType type, Value *value) {
  if (type.kind() == ValueType::Kind::F64)
    return value;
  Value *pair = PoisonValue::get(FixedVectorType::get(m.f32, 2));
  return b.CreateBitCast(b.CreateInsertElement(pair, value, uint64_t(0)), m.f64);
}

Value *fromDouble(ModuleLowering &m, IRBuilder<> &b, ValueType type, Value *value) {
  if (type.kind() == ValueType::Kind::F64)
    return value;
  Value *pair = b.CreateBitCast(value, FixedVectorType::get(m.f32, 2));
  return b.CreateExtractElement(pair, uint64_t(0));
}

Value *slotPointer(ModuleLowering &m, IRBuilder<> &b, Value *area, unsigned slot) {
  return b.CreateConstInBoundsGEP1_32(m.i64, area, slot);
}

void storeToArea(ModuleLowering &m, IRBuilder<> &b, ValueType type, Value *value, Value *area,
                 unsigned slot) {
  Value *stored = type.kind() == ValueType::Kind::V128 ? value : toBits(m, b, type, value);
  StoreInst *store = b.CreateAlignedStore(stored, slotPointer(m, b, area, slot), Align(8));
  store->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Arguments));
}

Value *loadFromArea(ModuleLowering &m, IRBuilder<> &b, ValueType type, Value *area, unsigned slot) {
  bool wide = type.kind() == ValueType::Kind::V128;
  LoadInst *load =
      b.CreateAlignedLoad(wide ? m.type(type) : m.i64, slotPointer(m, b, area, slot), Align(8));
  load->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Arguments));
  return wide ? load : fromBits(m, b, type, load);
}

} // namespace

ValueList packArguments(ModuleLowering &m, IRBuilder<> &b, const FuncType &type, Value *instance,
                        ArrayRef<Value *> values, function_ref<Value *()> area) {
  ValueList arguments;
  arguments.push_back(instance ? instance : PoisonValue::get(m.pointer));
  arguments.append(SINTER_INTEGER_REGISTERS, PoisonValue::get(m.i64));
  arguments.append(SINTER_FLOAT_REGISTERS, PoisonValue::get(m.f64));
  Assigner assigner;
  Value *areaPointer = nullptr;
  for (auto [parameter, value] : zip(type.parameters, values)) {
    Assigner::Place place = assigner.next(parameter);
    switch (place.where) {
    case Class::Integer:
      arguments[1 + place.number] = toBits(m, b, parameter, value);
      break;
    case Class::Float:
      arguments[1 + SINTER_INTEGER_REGISTERS + place.number] = toDouble(m, b, parameter, value);
      break;
    case Class::Area:
      if (!areaPointer)
        areaPointer = area();
      storeToArea(m, b, parameter, value, areaPointer, place.number);
      break;
    }
  }
  return arguments;
}

ValueList unpackParameters(ModuleLowering &m, IRBuilder<> &b, const FuncType &type,
                           llvm::Function *f, function_ref<Value *()> area) {
  ValueList values;
  Assigner assigner;
  Value *areaPointer = nullptr;
  for (ValueType parameter : type.parameters) {
    Assigner::Place place = assigner.next(parameter);
    switch (place.where) {
    case Class::Integer:
      values.push_back(fromBits(m, b, parameter, f->getArg(1 + place.number)));
      break;
    case Class::Float:
      values.push_back(
          fromDouble(m, b, parameter, f->getArg(1 + SINTER_INTEGER_REGISTERS + place.number)));
      break;
    case Class::Area:
      if (!areaPointer)
        areaPointer = area();
      values.push_back(loadFromArea(m, b, parameter, areaPointer, place.number));
      break;
    }
  }
  return values;
}

Value *packResults(ModuleLowering &m, IRBuilder<> &b, const FuncType &type,
                   ArrayRef<Value *> values, function_ref<Value *()> area) {
  Value *returned = PoisonValue::get(m.i64);
  Value *areaPointer = nullptr;
  unsigned slot = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    ValueType result = type.results[i];
    bool wide = result.kind() == ValueType::Kind::V128;
    if (i == 0 && !wide) {
      returned = toBits(m, b, result, values[i]);
      continue;
    }
    if (!areaPointer)
      areaPointer = area();
    storeToArea(m, b, result, values[i], areaPointer, slot);
    slot += wide ? 2 : 1;
  }
  return returned;
}

ValueList unpackResults(ModuleLowering &m, IRBuilder<> &b, const FuncType &type, Value *returned,
                        function_ref<Value *()> area) {
  ValueList values;
  Value *areaPointer = nullptr;
  unsigned slot = 0;
  for (size_t i = 0; i < type.results.size(); ++i) {
    ValueType result = type.results[i];
    bool wide = result.kind() == ValueType::Kind::V128;
    if (i == 0 && !wide) {
      values.push_back(fromBits(m, b, result, returned));
      continue;
    }
    if (!areaPointer)
      areaPointer = area();
    values.push_back(loadFromArea(m, b, result, areaPointer, slot));
    slot += wide ? 2 : 1;
  }
  return values;
}

} // namespace sinter
