//===-- Segments.cpp - Tables, element and data segments ---------------------===//
//
// Of the eight binary forms of an element segment (spec 5.5.12) the shortest one is
// taken that says what the text says: function indices stay indices, and
// table 0 goes unnamed unless the segment's type has to be spelled out.
//
//===----------------------------------------------------------------------===//

#include "text/ModuleAssembler.h"

namespace sinter {

namespace {
// Bits of a segment's flags.
constexpr uint32_t segmentNotActive = 1; ///< passive; with the next one, declarative
constexpr uint32_t segmentExplicit = 2;  ///< names its table or memory
constexpr uint32_t segmentExpressions = 4;
constexpr uint8_t funcrefCode = 0x70;
} // namespace

void ModuleAssembler::constantOffset(MarkedBytes &out, bool is64) {
  out.bytes.u8(is64 ? 0x42 : 0x41);
  out.bytes.sleb(0);
  out.bytes.u8(0x0b);
}

/// `(offset instr*)`, or one folded instruction.
void ModuleAssembler::offsetExpression(MarkedBytes &out) {
  if (parser.takeOpen("offset")) {
    instructions.sequence(out);
    parser.expectClose();
  } else {
    instructions.folded(out);
  }
  out.bytes.u8(0x0b);
}

std::string ModuleAssembler::dataStrings() {
  std::string bytes;
  while (parser.at(TokenKind::String))
    bytes += parser.expectString();
  return bytes;
}

/// WebAssembly 1.0 let a table or memory index stand bare in front of the offset.
bool ModuleAssembler::atBareIndex() const {
  return parser.at(TokenKind::Nat) && parser.at(TokenKind::Open, 1);
}

void ModuleAssembler::dataField() {
  uint64_t textOffset = parser.offset();
  parser.takeOpen("data");
  parser.takeId();
  ByteWriter &out = dataSection.add(textOffset);
  uint32_t memory = 0;
  bool hasMemory = parser.takeOpen("memory");
  if (hasMemory) {
    memory = context.index(context.memories);
    parser.expectClose();
  } else if (atBareIndex()) {
    memory = context.index(context.memories);
  }
  if (hasMemory || parser.at(TokenKind::Open)) {
    out.leb(memory == 0 ? 0 : segmentExplicit);
    if (memory != 0)
      out.leb(memory);
    offsetExpression(dataSection.content);
  } else {
    out.leb(segmentNotActive);
  }
  out.name(dataStrings());
}

/// Function indices as expressions, where a segment's type leaves no other form.
static MarkedBytes indicesAsExpressions(const std::vector<uint8_t> &indices, uint32_t count) {
  MarkedBytes out;
  size_t at = 0;
  for (uint32_t i = 0; i < count; ++i) {
    out.bytes.u8(0xd2);
    for (bool more = true; more && at < indices.size(); ++at) {
      more = (indices[at] & 0x80) != 0;
      out.bytes.u8(indices[at]);
    }
    out.bytes.u8(0x0b);
  }
  return out;
}

void ModuleAssembler::elementItems(ElementList &elements) {
  while (parser.at(TokenKind::Open)) {
    elements.items.mark(parser.offset());
    if (parser.takeOpen("item")) {
      instructions.sequence(elements.items);
      parser.expectClose();
    } else {
      instructions.folded(elements.items);
    }
    elements.items.bytes.u8(0x0b);
    ++elements.count;
  }
}

ModuleAssembler::ElementList ModuleAssembler::elementList(bool bareIndices) {
  ElementList elements;
  elements.areIndices = parser.takeKeyword("func") || (bareIndices && !types.atReferenceType());
  if (elements.areIndices) {
    for (; parser.atIndex(); ++elements.count) {
      elements.items.mark(parser.offset());
      elements.items.bytes.leb(context.index(context.functions));
    }
    return elements;
  }
  ByteWriter type;
  types.referenceType(type);
  elements.type = std::move(type.out);
  elementItems(elements);
  return elements;
}

void ModuleAssembler::elemField() {
  uint64_t textOffset = parser.offset();
  parser.takeOpen("elem");
  parser.takeId();
  MarkedBytes offset;
  uint32_t table = 0;
  uint32_t flags = 0;
  bool active = false;
  bool hasTable = false;
  if (parser.takeKeyword("declare")) {
    flags = segmentNotActive | segmentExplicit;
  } else if (hasTable = parser.takeOpen("table"); hasTable) {
    table = context.index(context.tables);
    parser.expectClose();
    offsetExpression(offset);
    active = true;
  } else if (atBareIndex() || (parser.at(TokenKind::Open) && !types.atReferenceType())) {
    table = parser.at(TokenKind::Nat) ? context.index(context.tables) : 0;
    offsetExpression(offset);
    active = true;
  } else {
    flags = segmentNotActive;
  }
  ElementList elements = elementList(active && !hasTable);

  if (!elements.areIndices)
    flags |= segmentExpressions;
  bool isFuncref = elements.type.size() == 1 && elements.type[0] == funcrefCode;
  if (active && (table != 0 || (!elements.areIndices && !isFuncref)))
    flags |= segmentExplicit;
  ByteWriter &out = elemSection.add(textOffset);
  out.leb(flags);
  if (active && (flags & segmentExplicit))
    out.leb(table);
  elemSection.content.append(offset);
  if (flags & (segmentNotActive | segmentExplicit)) {
    if (elements.areIndices)
      out.u8(0);
    else
      out.bytes(elements.type);
  }
  out.leb(elements.count);
  elemSection.content.append(elements.items);
}

void ModuleAssembler::tableField() {
  uint64_t textOffset = parser.offset();
  parser.takeOpen("table");
  parser.takeId();
  uint32_t index = nextTable++;
  inlineExports(1, index);
  if (inlineImport(1)) {
    types.tableType(importSection.content.bytes);
    return;
  }
  bool hasAddress = parser.atKeyword("i32") || parser.atKeyword("i64");
  if (!parser.at(TokenKind::Nat, hasAddress)) {
    tableElements(index, types.addressType(), textOffset);
    return;
  }
  ByteWriter type;
  types.tableType(type);
  ByteWriter &out = tableSection.add(textOffset);
  if (parser.at(TokenKind::Close)) {
    out.bytes(type.out);
    return;
  }
  out.u8(0x40);
  out.u8(0);
  out.bytes(type.out);
  expression(tableSection.content);
}

/// `reftype (elem ...)`: a table just as large as the segment that fills it.
void ModuleAssembler::tableElements(uint32_t table, bool is64, uint64_t textOffset) {
  ElementList elements;
  ByteWriter type;
  types.referenceType(type);
  uint64_t elemOffset = parser.offset();
  if (!parser.takeOpen("elem")) {
    parser.unexpected();
    return;
  }
  if (parser.at(TokenKind::Open)) {
    elementItems(elements);
  } else {
    elements.areIndices = true;
    for (; parser.atIndex(); ++elements.count)
      elements.items.bytes.leb(context.index(context.functions));
  }
  parser.expectClose();

  ByteWriter &tableOut = tableSection.add(textOffset);
  tableOut.bytes(type.out);
  tableOut.u8(uint8_t(1 | (is64 ? 4 : 0)));
  tableOut.leb(elements.count);
  tableOut.leb(elements.count);

  // Function indices imply (ref func), which only tables of func or above can take.
  bool isFuncref = type.out.size() == 1 && type.out[0] == funcrefCode;
  bool asIndices = elements.areIndices && isFuncref;
  bool needsType = !asIndices && !isFuncref;
  uint32_t flags =
      (asIndices ? 0 : segmentExpressions) | (table != 0 || needsType ? segmentExplicit : 0);
  ByteWriter &out = elemSection.add(elemOffset);
  out.leb(flags);
  if (flags & segmentExplicit)
    out.leb(table);
  constantOffset(elemSection.content, is64);
  if (flags & segmentExplicit) {
    if (asIndices)
      out.u8(0);
    else
      out.bytes(type.out);
  }
  out.leb(elements.count);
  if (elements.areIndices && !asIndices)
    elemSection.content.append(indicesAsExpressions(elements.items.bytes.out, elements.count));
  else
    elemSection.content.append(elements.items);
}

} // namespace sinter
