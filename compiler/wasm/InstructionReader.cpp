//===-- InstructionReader.cpp - Opcodes and immediates ---------------------===//
//
// Opcodes are found through tables by prefix that Opcodes.def fills. Vectors
// among the immediates grow only as their elements are read, so that a count
// that lies costs nothing.
//
//===----------------------------------------------------------------------===//
#include "wasm/InstructionReader.h"

#include "wasm/OpcodeLookup.h"
#include "wasm/OpcodeTables.h"
#include "wasm/TypeReader.h"

#include <algorithm>
#include <fmt/format.h>

namespace sinter {

/// Cold: an opcode behind a prefix, or none at all.
static bool readPrefixedOpcode(ByteReader &reader, uint8_t prefix, Instruction &inst) {
  if (!isOpcodePrefix(prefix)) {
    reader.fail(inst.offset, fmt::format("illegal opcode {:#04x}", prefix));
    return false;
  }
  uint32_t code = reader.leb32();
  if (reader.failed())
    return false;
  uint16_t found = findPrefixedOpcode(prefix, code);
  if (found == noOpcode) {
    reader.fail(inst.offset, fmt::format("illegal opcode {:#04x} {:#x}", prefix, code));
    return false;
  }
  inst.opcode = Opcode(found);
  return true;
}

static void readMemArg(ByteReader &reader, Instruction &inst) {
  uint64_t where = reader.offset();
  uint32_t flags = reader.leb32();
  if (flags >= 0x80) {
    reader.fail(where, "malformed memop flags");
    return;
  }
  inst.align = flags & 0x3f;
  inst.index = flags & 0x40 ? reader.leb32() : 0;
  inst.value = reader.leb64();
}

static void readV128(ByteReader &reader, Instruction &inst) {
  Bytes b = reader.bytes(16);
  std::copy(b.begin(), b.end(), inst.bytes.begin());
}

static void readTryTable(ByteReader &reader, FeatureGate &gate, Instruction &inst) {
  inst.block = readBlockType(reader, gate);
  inst.catches.clear();
  uint32_t count = reader.leb32();
  for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
    uint64_t where = reader.offset();
    uint8_t kind = reader.u8();
    if (kind > 3) {
      reader.fail(where, "malformed catch clause");
      return;
    }
    CatchClause clause{CatchClause::Kind(kind), TagIndex(0), 0};
    if (clause.kind == CatchClause::Kind::Catch || clause.kind == CatchClause::Kind::CatchRef)
      clause.tag = TagIndex(reader.leb32());
    clause.label = reader.leb32();
    inst.catches.push_back(clause);
  }
}

static void readBrOnCast(ByteReader &reader, FeatureGate &gate, Instruction &inst) {
  uint64_t where = reader.offset();
  uint8_t flags = reader.u8();
  if (flags > 3) {
    reader.fail(where, "malformed br_on_cast flags");
    return;
  }
  inst.index = reader.leb32();
  inst.type = ValueType::ref(readHeapType(reader, gate), flags & 1);
  inst.type2 = ValueType::ref(readHeapType(reader, gate), flags & 2);
}

/// Whether a heap type immediate of that instruction includes null.
static bool takesNull(Opcode opcode) {
  return opcode == Opcode::RefNull || opcode == Opcode::RefTestNull ||
         opcode == Opcode::RefCastNull;
}

static void readImmediates(ByteReader &reader, FeatureGate &gate, ImmediateKind kind,
                           Instruction &inst) {
  switch (kind) {
  case ImmediateKind::None:
    return;
  case ImmediateKind::Block:
    inst.block = readBlockType(reader, gate);
    return;
  case ImmediateKind::Label:
  case ImmediateKind::FuncIndex:
  case ImmediateKind::TypeIndex:
  case ImmediateKind::TableIndex:
  case ImmediateKind::MemIndex:
  case ImmediateKind::GlobalIndex:
  case ImmediateKind::LocalIndex:
  case ImmediateKind::TagIndex:
  case ImmediateKind::DataIndex:
  case ImmediateKind::ElemIndex:
    inst.index = reader.leb32();
    return;
  case ImmediateKind::Labels: {
    inst.labels.clear();
    uint32_t count = reader.leb32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i)
      inst.labels.push_back(reader.leb32());
    inst.labels.push_back(reader.leb32());
    return;
  }
  case ImmediateKind::CallIndirect:
  case ImmediateKind::MemInit:
  case ImmediateKind::MemCopy:
  case ImmediateKind::TableCopy:
  case ImmediateKind::Field:
  case ImmediateKind::TypeData:
  case ImmediateKind::TypeElem:
  case ImmediateKind::TypeType:
  case ImmediateKind::TableInit:
    inst.index = reader.leb32();
    inst.index2 = reader.leb32();
    return;
  case ImmediateKind::TypeCount:
    inst.index = reader.leb32();
    inst.value = reader.leb32();
    return;
  case ImmediateKind::MemArg:
    readMemArg(reader, inst);
    return;
  case ImmediateKind::MemArgLane:
    readMemArg(reader, inst);
    inst.lane = reader.u8();
    return;
  case ImmediateKind::Lane:
    inst.lane = reader.u8();
    return;
  case ImmediateKind::Shuffle:
  case ImmediateKind::V128Const:
    readV128(reader, inst);
    return;
  case ImmediateKind::I32Const:
    inst.value = uint64_t(int64_t(reader.sleb32()));
    return;
  case ImmediateKind::I64Const:
    inst.value = uint64_t(reader.sleb64());
    return;
  case ImmediateKind::F32Const:
    inst.value = reader.fixed32();
    return;
  case ImmediateKind::F64Const:
    inst.value = reader.fixed64();
    return;
  case ImmediateKind::HeapType:
    inst.type = ValueType::ref(readHeapType(reader, gate), takesNull(inst.opcode));
    return;
  case ImmediateKind::SelectTypes: {
    inst.types.clear();
    uint32_t count = reader.leb32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i)
      inst.types.push_back(readValueType(reader, gate));
    return;
  }
  case ImmediateKind::TryTable:
    readTryTable(reader, gate, inst);
    return;
  case ImmediateKind::BrOnCast:
    readBrOnCast(reader, gate, inst);
    return;
  case ImmediateKind::Fence: {
    uint64_t where = reader.offset();
    if (reader.u8() != 0)
      reader.fail(where, "zero byte expected");
    return;
  }
  }
}

bool readInstruction(ByteReader &reader, FeatureGate &gate, Instruction &inst) {
  inst.offset = reader.offset();
  uint8_t byte = reader.u8();
  if (reader.failed()) [[unlikely]]
    return false;
  uint16_t found = plainOpcodes[byte];
  if (found != noOpcode) [[likely]]
    inst.opcode = Opcode(found);
  else if (!readPrefixedOpcode(reader, byte, inst))
    return false;
  unsigned i = unsigned(inst.opcode);
  if (!gate.require(opcodeFeatures[i], reader, inst.offset))
    return false;
  if (immediateKinds[i] != ImmediateKind::None)
    readImmediates(reader, gate, immediateKinds[i], inst);
  return !reader.failed();
}

} // namespace sinter
