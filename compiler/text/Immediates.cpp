//===-- Immediates.cpp - What stands behind an operator ----------------------===//
//
// One case per ImmediateKind, in the order of the binary format's fields where
// that differs from the text's (spec 6.5 against 5.4).
//
//===----------------------------------------------------------------------===//

#include "text/InstructionAssembler.h"
#include "text/Numbers.h"

#include <bit>

namespace sinter {

void InstructionAssembler::immediates(ImmediateKind kind, Opcode opcode, ByteWriter &out) {
  switch (kind) {
  case ImmediateKind::None:
  case ImmediateKind::Block: // blocks come through open() and flat()
  case ImmediateKind::TryTable:
  case ImmediateKind::SelectTypes:
    return;
  case ImmediateKind::Label:
    out.leb(label());
    return;
  case ImmediateKind::Labels:
    branchTable(out);
    return;
  case ImmediateKind::FuncIndex:
    out.leb(context.index(context.functions));
    return;
  case ImmediateKind::TypeIndex:
    out.leb(context.index(context.types));
    return;
  case ImmediateKind::TableIndex:
    optionalIndex(context.tables, out);
    return;
  case ImmediateKind::MemIndex:
    optionalIndex(context.memories, out);
    return;
  case ImmediateKind::GlobalIndex:
    out.leb(context.index(context.globals));
    return;
  case ImmediateKind::LocalIndex: {
    static const IndexSpace none{"local", "local", 0, {}, {}};
    out.leb(context.index(locals != nullptr ? *locals : none));
    return;
  }
  case ImmediateKind::TagIndex:
    out.leb(context.index(context.tags));
    return;
  case ImmediateKind::DataIndex:
    context.needsDataCount = true;
    out.leb(context.index(context.datas));
    return;
  case ImmediateKind::ElemIndex:
    out.leb(context.index(context.elems));
    return;
  case ImmediateKind::CallIndirect: {
    uint32_t table = parser.atIndex() ? context.index(context.tables) : 0;
    out.leb(types.typeUse(nullptr));
    out.leb(table);
    return;
  }
  case ImmediateKind::MemInit:
    context.needsDataCount = true;
    segmentAndSpace(context.datas, context.memories, out);
    return;
  case ImmediateKind::TableInit:
    segmentAndSpace(context.elems, context.tables, out);
    return;
  case ImmediateKind::MemCopy:
    pairOfIndices(context.memories, out);
    return;
  case ImmediateKind::TableCopy:
    pairOfIndices(context.tables, out);
    return;
  case ImmediateKind::MemArg:
    memoryArgument(opcode, false, out);
    return;
  case ImmediateKind::MemArgLane:
    memoryArgument(opcode, true, out);
    return;
  case ImmediateKind::Lane:
    out.u8(uint8_t(parser.expectNat(8)));
    return;
  case ImmediateKind::Shuffle:
    shuffleLanes(out);
    return;
  case ImmediateKind::I32Const:
    out.sleb(int32_t(uint32_t(expectIntLiteral(parser, 32))));
    return;
  case ImmediateKind::I64Const:
    out.sleb(int64_t(expectIntLiteral(parser, 64)));
    return;
  case ImmediateKind::F32Const:
    out.fixed32(uint32_t(expectFloatLiteral(parser, 32)));
    return;
  case ImmediateKind::F64Const:
    out.fixed64(expectFloatLiteral(parser, 64));
    return;
  case ImmediateKind::V128Const:
    vectorConstant(out);
    return;
  case ImmediateKind::HeapType:
    types.heapType(out);
    return;
  case ImmediateKind::BrOnCast:
    branchOnCast(out);
    return;
  case ImmediateKind::Field: {
    uint32_t type = context.index(context.types);
    static const IndexSpace none{"field", "field", 0, {}, {}};
    bool known = type < context.typeEntries.size();
    out.leb(type);
    out.leb(context.index(known ? context.typeEntries[type].fields : none));
    return;
  }
  case ImmediateKind::TypeCount:
    out.leb(context.index(context.types));
    out.leb(parser.expectNat(32));
    return;
  case ImmediateKind::TypeData:
    context.needsDataCount = true;
    out.leb(context.index(context.types));
    out.leb(context.index(context.datas));
    return;
  case ImmediateKind::TypeElem:
    out.leb(context.index(context.types));
    out.leb(context.index(context.elems));
    return;
  case ImmediateKind::TypeType:
    out.leb(context.index(context.types));
    out.leb(context.index(context.types));
    return;
  case ImmediateKind::Fence:
    out.u8(0);
    return;
  }
}

void InstructionAssembler::optionalIndex(const IndexSpace &space, ByteWriter &out) {
  out.leb(parser.atIndex() ? context.index(space) : 0);
}

void InstructionAssembler::pairOfIndices(const IndexSpace &space, ByteWriter &out) {
  uint32_t first = 0;
  uint32_t second = 0;
  if (parser.atIndex()) {
    first = context.index(space);
    second = context.index(space);
  }
  out.leb(first);
  out.leb(second);
}

void InstructionAssembler::segmentAndSpace(const IndexSpace &segments, const IndexSpace &space,
                                           ByteWriter &out) {
  uint32_t target = parser.atIndex(1) ? context.index(space) : 0;
  out.leb(context.index(segments));
  out.leb(target);
}

void InstructionAssembler::branchTable(ByteWriter &out) {
  std::vector<uint32_t> targets{label()};
  while (parser.atIndex())
    targets.push_back(label());
  out.leb(targets.size() - 1);
  for (uint32_t target : targets)
    out.leb(target);
}

void InstructionAssembler::branchOnCast(ByteWriter &out) {
  uint32_t target = label();
  ByteWriter from;
  ByteWriter to;
  bool fromNullable = types.splitReferenceType(from);
  bool toNullable = types.splitReferenceType(to);
  out.u8(uint8_t((fromNullable ? 1 : 0) | (toNullable ? 2 : 0)));
  out.leb(target);
  out.bytes(from.out);
  out.bytes(to.out);
}

void InstructionAssembler::catches(ByteWriter &out) {
  ByteWriter clauses;
  uint32_t count = 0;
  for (;; ++count) {
    if (parser.takeOpen("catch")) {
      clauses.u8(0);
      clauses.leb(context.index(context.tags));
    } else if (parser.takeOpen("catch_ref")) {
      clauses.u8(1);
      clauses.leb(context.index(context.tags));
    } else if (parser.takeOpen("catch_all")) {
      clauses.u8(2);
    } else if (parser.takeOpen("catch_all_ref")) {
      clauses.u8(3);
    } else {
      break;
    }
    clauses.leb(label());
    parser.expectClose();
  }
  out.leb(count);
  out.bytes(clauses.out);
}

uint32_t naturalAlignment(Opcode opcode) {
  // The width of an access is in its name: the digits behind load, store, rmw or wait, times
  // what follows an x, or else the width of the type in front.
  std::string_view name = opcodeInfo(opcode).text;
  if (name == "memory.atomic.notify")
    return 2;
  size_t at = std::string_view::npos;
  for (std::string_view word : {"load", "store", "rmw", "wait"})
    if (size_t found = name.rfind(word); found != std::string_view::npos)
      at = found + word.size();
  auto number = [&name](size_t &at) {
    uint32_t value = 0;
    for (; at < name.size() && name[at] >= '0' && name[at] <= '9'; ++at)
      value = value * 10 + uint32_t(name[at] - '0');
    return value;
  };
  uint32_t width = at < name.size() ? number(at) : 0;
  if (width != 0 && at < name.size() && name[at] == 'x')
    width *= number(++at);
  if (width == 0) {
    size_t type = 1;
    width = number(type);
  }
  return uint32_t(std::countr_zero(width / 8));
}

void InstructionAssembler::memoryArgument(Opcode opcode, bool hasLane, ByteWriter &out) {
  // A lane access may start with a memory index or with nothing but its lane.
  auto atField = [this](std::string_view name, uint32_t ahead) {
    return parser.at(TokenKind::Keyword, ahead) &&
           parser.textOf(parser.peek(ahead)).starts_with(name);
  };
  uint32_t memory = 0;
  if (parser.atIndex() && (!hasLane || parser.at(TokenKind::Id) || parser.at(TokenKind::Nat, 1) ||
                           atField("offset=", 1) || atField("align=", 1)))
    memory = context.index(context.memories);

  uint64_t offset = 0;
  if (atField("offset=", 0)) {
    std::string_view digits = parser.text().substr(7);
    std::optional<uint64_t> value = parseNat(digits, 64);
    if (value)
      offset = *value;
    else if (numberShape(digits) == NumberShape::Nat)
      parser.fail(parser.peek(), "i64 constant out of range: offset");
    else
      parser.unexpected();
    parser.take();
  }
  uint32_t align = naturalAlignment(opcode);
  if (atField("align=", 0)) {
    std::string_view digits = parser.text().substr(6);
    std::optional<uint64_t> value = parseNat(digits, 64);
    if (value && std::has_single_bit(*value))
      align = uint32_t(std::countr_zero(*value));
    else if (numberShape(digits) == NumberShape::Nat)
      parser.fail(parser.peek(), value ? "alignment must be a power of two"
                                       : "i64 constant out of range: alignment");
    else
      parser.unexpected();
    parser.take();
  }
  out.leb(align | (memory != 0 ? 0x40 : 0));
  if (memory != 0)
    out.leb(memory);
  out.leb(offset);
  if (hasLane)
    out.u8(uint8_t(parser.expectNat(8)));
}

uint64_t expectIntLiteral(Parser &parser, unsigned width) {
  if (!parser.at(TokenKind::Nat) && !parser.at(TokenKind::Int)) {
    parser.unexpected();
    return 0;
  }
  std::optional<uint64_t> value = parseInt(parser.text(), width);
  if (!value)
    parser.fail(parser.peek(), "i" + std::to_string(width) + " constant out of range");
  parser.take();
  return value.value_or(0);
}

uint64_t expectFloatLiteral(Parser &parser, unsigned width) {
  if (!parser.at(TokenKind::Nat) && !parser.at(TokenKind::Int) && !parser.at(TokenKind::Float)) {
    parser.unexpected();
    return 0;
  }
  std::optional<uint64_t> value = parseFloat(parser.text(), width);
  if (!value)
    parser.fail(parser.peek(), "f" + std::to_string(width) + " constant out of range");
  parser.take();
  return value.value_or(0);
}

/// How many numbers of any kind stand at the cursor, up to one more than any vector has.
static unsigned countNumbers(const Parser &parser) {
  unsigned count = 0;
  while (count < 17 && (parser.at(TokenKind::Nat, count) || parser.at(TokenKind::Int, count) ||
                        parser.at(TokenKind::Float, count)))
    ++count;
  return count;
}

void parseVectorLanes(Parser &parser, std::vector<uint8_t> &out) {
  std::string_view shape = parser.at(TokenKind::Keyword) ? parser.text() : "";
  size_t x = shape.find('x');
  if (shape != "i8x16" && shape != "i16x8" && shape != "i32x4" && shape != "i64x2" &&
      shape != "f32x4" && shape != "f64x2") {
    parser.unexpected();
    return;
  }
  parser.take();
  bool isFloat = shape[0] == 'f';
  unsigned width = unsigned(*parseNat(shape.substr(1, x - 1), 8));
  unsigned lanes = 128 / width;
  if (unsigned count = countNumbers(parser); count != lanes) {
    if (count < lanes && parser.at(TokenKind::Keyword, count)) {
      parser.seek(parser.cursor() + count);
      parser.unexpected();
    }
    parser.fail(parser.peek(), "wrong number of lane literals");
    return;
  }
  for (unsigned lane = 0; lane < lanes; ++lane) {
    uint64_t bits = isFloat ? expectFloatLiteral(parser, width) : expectIntLiteral(parser, width);
    for (unsigned byte = 0; byte < width / 8; ++byte)
      out.push_back(uint8_t(bits >> (8 * byte)));
  }
}

void InstructionAssembler::shuffleLanes(ByteWriter &out) {
  if (countNumbers(parser) != 16) {
    parser.fail(parser.peek(), "invalid lane length: i8x16.shuffle takes 16 lane indices");
    return;
  }
  for (unsigned lane = 0; lane < 16; ++lane) {
    std::optional<uint64_t> index = parseNat(parser.text(), 8);
    if (!index)
      parser.fail(parser.peek(), "i8 constant out of range");
    parser.take();
    out.u8(uint8_t(index.value_or(0)));
  }
}

void InstructionAssembler::vectorConstant(ByteWriter &out) {
  std::vector<uint8_t> lanes;
  parseVectorLanes(parser, lanes);
  out.bytes(lanes);
}

} // namespace sinter
