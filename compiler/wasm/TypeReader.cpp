//===-- TypeReader.cpp - Decoding of types ---------------------------------===//
//
// All type codes are negative numbers of one LEB128 byte, which is how a block
// type tells a value type from a type index (core 5.4.1).
//
//===----------------------------------------------------------------------===//
#include "wasm/TypeReader.h"

#include <fmt/format.h>

namespace sinter {

/// The abstract heap type with that code, and the feature that brought it.
static bool abstractHeapType(uint8_t code, HeapType &type, Feature &feature) {
  switch (code) {
  case 0x70:
  case 0x6f:
    feature = Feature::ReferenceTypes;
    break;
  case 0x69:
  case 0x74:
    feature = Feature::Exceptions;
    break;
  case 0x6a:
  case 0x6b:
  case 0x6c:
  case 0x6d:
  case 0x6e:
  case 0x71:
  case 0x72:
  case 0x73:
    feature = Feature::Gc;
    break;
  default:
    return false;
  }
  type = HeapType(HeapType::Abstract(0x80000000u | code));
  return true;
}

/// A type index, written as a signed 33-bit number.
static bool readTypeIndex(ByteReader &reader, const char *what, TypeIndex &index) {
  uint64_t where = reader.offset();
  int64_t v = reader.sleb33();
  if (reader.failed())
    return false;
  if (v < 0) {
    reader.fail(where, fmt::format("malformed {}", what));
    return false;
  }
  if (v >= 0x80000000) { // the upper half stands for abstract heap types
    reader.fail(where, fmt::format("unknown type {}", v));
    return false;
  }
  index = TypeIndex(uint32_t(v));
  return true;
}

HeapType readHeapType(ByteReader &reader, FeatureGate &gate) {
  uint64_t where = reader.offset();
  HeapType type;
  Feature feature{};
  if (abstractHeapType(reader.peek(), type, feature)) {
    reader.u8();
    gate.requireType(feature, reader, where);
    return type;
  }
  TypeIndex index{};
  if (readTypeIndex(reader, "heap type", index) &&
      gate.require(Feature::FunctionReferences, reader, where))
    type = HeapType(index);
  return type;
}

ValueType readValueType(ByteReader &reader, FeatureGate &gate) {
  uint64_t where = reader.offset();
  uint8_t code = reader.u8();
  switch (code) {
  case 0x7f:
    return ValueType::Kind::I32;
  case 0x7e:
    return ValueType::Kind::I64;
  case 0x7d:
    return ValueType::Kind::F32;
  case 0x7c:
    return ValueType::Kind::F64;
  case 0x7b:
    gate.require(Feature::Simd, reader, where);
    return ValueType::Kind::V128;
  case 0x63:
  case 0x64:
    if (!gate.require(Feature::FunctionReferences, reader, where))
      return {};
    return ValueType::ref(readHeapType(reader, gate), code == 0x63);
  }
  HeapType heap;
  Feature feature{};
  if (abstractHeapType(code, heap, feature)) {
    gate.requireType(feature, reader, where);
    return ValueType::ref(heap, true);
  }
  reader.fail(where, fmt::format("malformed value type {:#04x}", code));
  return {};
}

ValueType readReferenceType(ByteReader &reader, FeatureGate &gate) {
  uint64_t where = reader.offset();
  switch (reader.peek()) {
  case 0x70: // funcref tables are as old as WebAssembly
    reader.u8();
    return ValueType::funcref();
  case 0x7f:
  case 0x7e:
  case 0x7d:
  case 0x7c:
  case 0x7b:
    reader.fail(where, "malformed reference type");
    return ValueType::funcref();
  }
  return readValueType(reader, gate);
}

BlockType readBlockType(ByteReader &reader, FeatureGate &gate) {
  BlockType block;
  uint8_t code = reader.peek();
  if (code == 0x40 && !reader.atEnd()) {
    reader.u8();
    block.kind = BlockType::Kind::Empty;
  } else if ((code & 0xc0) == 0x40) {
    block.kind = BlockType::Kind::Value;
    block.value = readValueType(reader, gate);
  } else {
    block.kind = BlockType::Kind::Index;
    readTypeIndex(reader, "block type", block.index);
    // Only block types that take or give several values come here (or a roundabout way to say
    // less).
    gate.used.add(Feature::MultiValue);
  }
  return block;
}

} // namespace sinter
