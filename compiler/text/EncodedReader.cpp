//===-- EncodedReader.cpp - Integers, types and limits -----------------------===//
//
// Core 5.2 and 5.3. All that is checked is what text could not spell.
//
//===----------------------------------------------------------------------===//

#include "text/EncodedReader.h"

#include <bit>

namespace sinter {

static unsigned unsignedSize(uint64_t value) {
  return (unsigned(std::bit_width(value | 1)) + 6) / 7;
}

static unsigned signedSize(int64_t value) {
  return unsigned(std::bit_width(uint64_t(value < 0 ? ~value : value))) / 7 + 1;
}

uint32_t EncodedReader::u32() {
  uint64_t from = reader.offset();
  uint32_t value = reader.leb32();
  return noted(from, value, unsignedSize(value));
}

uint64_t EncodedReader::u64() {
  uint64_t from = reader.offset();
  uint64_t value = reader.leb64();
  return noted(from, value, unsignedSize(value));
}

int32_t EncodedReader::s32() {
  uint64_t from = reader.offset();
  int32_t value = reader.sleb32();
  return noted(from, value, signedSize(value));
}

int64_t EncodedReader::s33() {
  uint64_t from = reader.offset();
  int64_t value = reader.sleb33();
  return noted(from, value, signedSize(value));
}

int64_t EncodedReader::s64() {
  uint64_t from = reader.offset();
  int64_t value = reader.sleb64();
  return noted(from, value, signedSize(value));
}

std::string_view EncodedReader::name() {
  uint64_t from = reader.offset();
  std::string_view name = reader.name();
  return noted(from, name, unsignedSize(name.size()) + unsigned(name.size()));
}

void EncodedReader::zero(const char *what) {
  uint64_t where = reader.offset();
  if (reader.u8() != 0)
    reader.fail(where, std::string("malformed ") + what);
}

/// The abstract heap type with that code; Bottom, which has none, if there is no such type.
static HeapType abstractHeapType(uint8_t code) {
  bool isKnown = code >= 0x69 && code <= 0x74;
  return isKnown ? HeapType(HeapType::Abstract(0x80000000u | code)) : HeapType(HeapType::Bottom);
}

HeapType EncodedReader::heapType() {
  uint64_t where = reader.offset();
  if (HeapType type = abstractHeapType(reader.peek()); type != HeapType(HeapType::Bottom)) {
    reader.u8();
    return type;
  }
  int64_t index = s33();
  if (!reader.failed() && (index < 0 || index >= 0x80000000))
    reader.fail(where, "malformed heap type");
  return reader.failed() ? HeapType() : HeapType(TypeIndex(uint32_t(index)));
}

ValueType EncodedReader::valueType() {
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
    return ValueType::Kind::V128;
  case 0x63:
  case 0x64: {
    HeapType heap = heapType();
    if (code == 0x63 && !heap.isIndex())
      noteLonger(); // nullable references to abstract types have codes of their own
    return ValueType::ref(heap, code == 0x63);
  }
  }
  HeapType heap = abstractHeapType(code);
  if (heap == HeapType(HeapType::Bottom))
    reader.fail(where, "malformed value type");
  return ValueType::ref(heap, true);
}

BlockType EncodedReader::blockType() {
  BlockType block;
  uint64_t where = reader.offset();
  uint8_t code = reader.peek();
  if (code == 0x40) {
    reader.u8();
  } else if ((code & 0xc0) == 0x40) {
    block.kind = BlockType::Kind::Value;
    block.value = valueType();
  } else {
    block.kind = BlockType::Kind::Index;
    int64_t index = s33();
    if (index < 0)
      reader.fail(where, "malformed block type");
    block.index = TypeIndex(uint32_t(index));
  }
  return block;
}

ValueType EncodedReader::referenceType() {
  uint64_t where = reader.offset();
  ValueType type = valueType();
  if (!reader.failed() && !type.isRef())
    reader.fail(where, "malformed reference type");
  return type;
}

EncodedLimits EncodedReader::limits(bool isMemory) {
  uint64_t where = reader.offset();
  uint8_t flags = reader.u8();
  if (flags & ~(isMemory ? 0x0f : 0x05))
    reader.fail(where, "malformed limits flags");
  EncodedLimits limits;
  limits.hasMaximum = flags & 1;
  limits.shared = flags & 2;
  limits.is64 = flags & 4;
  limits.hasPageSize = flags & 8;
  limits.minimum = u64(); // too large ones are invalid, no more
  if (limits.hasMaximum)
    limits.maximum = u64();
  if (limits.hasPageSize)
    limits.pageSizeLog2 = u32();
  if (limits.pageSizeLog2 > 63) {
    reader.fail(where, "malformed custom page size");
    limits.pageSizeLog2 = 16;
  }
  return limits;
}

GlobalType EncodedReader::globalType() {
  GlobalType type;
  type.type = valueType();
  uint64_t where = reader.offset();
  uint8_t mutability = reader.u8();
  if (mutability > 1)
    reader.fail(where, "malformed mutability");
  type.isMutable = mutability == 1;
  return type;
}

ExternType EncodedReader::externType() {
  ExternType type;
  uint64_t where = reader.offset();
  uint8_t kind = reader.u8();
  type.kind = ExternKind(kind);
  switch (kind) {
  case unsigned(ExternKind::Func):
    type.function = u32();
    break;
  case unsigned(ExternKind::Table):
    type.element = referenceType();
    type.limits = limits(false);
    break;
  case unsigned(ExternKind::Memory):
    type.limits = limits(true);
    break;
  case unsigned(ExternKind::Global):
    type.global = globalType();
    break;
  case unsigned(ExternKind::Tag):
    zero("tag attribute");
    type.function = u32();
    break;
  default:
    reader.fail(where, "malformed import kind");
  }
  return type;
}

} // namespace sinter
