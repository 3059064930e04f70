//===-- Renumbering.cpp - A module's indices as a program's ----------------===//
#include "wasm/Renumbering.h"

namespace sinter {

ValueType Renumbering::apply(ValueType type) const {
  if (!type.isRef() || !type.heap().isIndex())
    return type;
  return ValueType::ref(HeapType(apply(type.heap().index())), type.isNullable());
}

FuncType Renumbering::apply(const FuncType &type) const {
  FuncType result;
  for (ValueType parameter : type.parameters)
    result.parameters.push_back(apply(parameter));
  for (ValueType value : type.results)
    result.results.push_back(apply(value));
  return result;
}

TypeDefinition Renumbering::apply(const TypeDefinition &type) const {
  TypeDefinition result = type;
  result.func = apply(type.func);
  if (type.super)
    result.super = apply(*type.super);
  for (FieldType &field : result.fields)
    field.type = apply(field.type);
  result.groupBegin += firstType;
  return result;
}

ConstExpr Renumbering::apply(const ConstExpr &expr) const {
  ConstExpr result = expr;
  for (ConstExpr::Operation &op : result.operations) {
    op.type = apply(op.type);
    if (op.opcode == Opcode::RefFunc)
      op.index = raw(functions[op.index]);
    else if (op.opcode == Opcode::GlobalGet)
      op.index = raw(globals[op.index]);
  }
  return result;
}

uint32_t Renumbering::apply(ExternKind kind, uint32_t index) const {
  switch (kind) {
  case ExternKind::Func:
    return raw(functions[index]);
  case ExternKind::Table:
    return raw(tables[index]);
  case ExternKind::Memory:
    return raw(memories[index]);
  case ExternKind::Global:
    return raw(globals[index]);
  case ExternKind::Tag:
    break;
  }
  return raw(tags[index]);
}

void Renumbering::apply(Instruction &inst) const {
  auto type = [&](uint32_t &index) { index += firstType; };
  auto elem = [&](uint32_t &index) { index += firstElem; };
  auto data = [&](uint32_t &index) { index += firstData; };
  auto function = [&](uint32_t &index) { index = raw(functions[index]); };
  auto table = [&](uint32_t &index) { index = raw(tables[index]); };
  auto memory = [&](uint32_t &index) { index = raw(memories[index]); };
  auto block = [&] {
    inst.block.value = apply(inst.block.value);
    inst.block.index = apply(inst.block.index);
  };
  switch (opcodeInfo(inst.opcode).immediates) {
  case ImmediateKind::None:
  case ImmediateKind::Label:
  case ImmediateKind::Labels:
  case ImmediateKind::LocalIndex:
  case ImmediateKind::Lane:
  case ImmediateKind::Shuffle:
  case ImmediateKind::I32Const:
  case ImmediateKind::I64Const:
  case ImmediateKind::F32Const:
  case ImmediateKind::F64Const:
  case ImmediateKind::V128Const:
  case ImmediateKind::Fence:
    return;
  case ImmediateKind::Block:
    return block();
  case ImmediateKind::FuncIndex:
    return function(inst.index);
  case ImmediateKind::TypeIndex:
  case ImmediateKind::Field:
  case ImmediateKind::TypeCount:
    return type(inst.index);
  case ImmediateKind::TableIndex:
    return table(inst.index);
  case ImmediateKind::MemIndex:
  case ImmediateKind::MemArg:
  case ImmediateKind::MemArgLane:
    return memory(inst.index);
  case ImmediateKind::GlobalIndex:
    inst.index = raw(globals[inst.index]);
    return;
  case ImmediateKind::TagIndex:
    inst.index = raw(tags[inst.index]);
    return;
  case ImmediateKind::DataIndex:
    return data(inst.index);
  case ImmediateKind::ElemIndex:
    return elem(inst.index);
  case ImmediateKind::CallIndirect:
    type(inst.index);
    return table(inst.index2);
  case ImmediateKind::MemInit:
    data(inst.index);
    return memory(inst.index2);
  case ImmediateKind::MemCopy:
    memory(inst.index);
    return memory(inst.index2);
  case ImmediateKind::TableInit:
    elem(inst.index);
    return table(inst.index2);
  case ImmediateKind::TableCopy:
    table(inst.index);
    return table(inst.index2);
  case ImmediateKind::HeapType:
    inst.type = apply(inst.type);
    return;
  case ImmediateKind::SelectTypes:
    for (ValueType &value : inst.types)
      value = apply(value);
    return;
  case ImmediateKind::TryTable:
    for (CatchClause &clause : inst.catches)
      if (clause.kind == CatchClause::Kind::Catch || clause.kind == CatchClause::Kind::CatchRef)
        clause.tag = tags[raw(clause.tag)];
    return block();
  case ImmediateKind::BrOnCast:
    inst.type = apply(inst.type);
    inst.type2 = apply(inst.type2);
    return;
  case ImmediateKind::TypeData:
    type(inst.index);
    return data(inst.index2);
  case ImmediateKind::TypeElem:
    type(inst.index);
    return elem(inst.index2);
  case ImmediateKind::TypeType:
    type(inst.index);
    return type(inst.index2);
  }
}

} // namespace sinter
