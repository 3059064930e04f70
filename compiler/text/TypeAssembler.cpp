//===-- TypeAssembler.cpp - Types and type uses ------------------------------===//
//
// See the header. The order in which implicit types are added is the order of
// their first use in the text, since type indices are observable there.
//
//===----------------------------------------------------------------------===//

#include "text/TypeAssembler.h"

#include <array>
#include <bit>

namespace sinter {

namespace {

struct NamedType {
  std::string_view heap;      ///< as in (ref null heap)
  std::string_view shorthand; ///< for (ref null heap)
  uint8_t code;
};
constexpr auto heapTypes = std::to_array<NamedType>({
    {"func", "funcref", 0x70},
    {"extern", "externref", 0x6f},
    {"any", "anyref", 0x6e},
    {"eq", "eqref", 0x6d},
    {"i31", "i31ref", 0x6c},
    {"struct", "structref", 0x6b},
    {"array", "arrayref", 0x6a},
    {"exn", "exnref", 0x69},
    {"noexn", "nullexnref", 0x74},
    {"nofunc", "nullfuncref", 0x73},
    {"noextern", "nullexternref", 0x72},
    {"none", "nullref", 0x71},
});

const NamedType *findShorthand(std::string_view text) {
  for (const NamedType &type : heapTypes)
    if (type.shorthand == text)
      return &type;
  return nullptr;
}

uint8_t numberType(std::string_view text) {
  if (text == "i32")
    return 0x7f;
  if (text == "i64")
    return 0x7e;
  if (text == "f32")
    return 0x7d;
  if (text == "f64")
    return 0x7c;
  if (text == "v128")
    return 0x7b;
  return 0;
}

} // namespace

void encodeFunctionType(ByteWriter &out, const Signature &signature) {
  out.u8(0x60);
  out.leb(signature.parameterCount);
  out.bytes(signature.parameters);
  out.leb(signature.resultCount);
  out.bytes(signature.results);
}

static std::string typeKey(const Signature &signature) {
  ByteWriter key;
  encodeFunctionType(key, signature);
  return std::string(key.out.begin(), key.out.end());
}

uint32_t ModuleContext::addType(TypeEntry entry) {
  uint32_t index = uint32_t(typeEntries.size());
  if (entry.isPlain)
    plainTypes.emplace(typeKey(entry.signature), index); // keeps the smallest index
  typeEntries.push_back(std::move(entry));
  return index;
}

void ModuleContext::nameLatest(IndexSpace &space, uint32_t token) const {
  auto found = nameAnnotations.find(token);
  if (found == nameAnnotations.end())
    return;
  uint32_t index = space.count - 1;
  if (!space.names.empty() && space.names.back().first == index)
    space.names.pop_back();
  space.names.emplace_back(index, found->second);
}

uint32_t ModuleContext::index(const IndexSpace &space) {
  if (!parser.at(TokenKind::Id))
    return uint32_t(parser.expectNat(32));
  Token token = parser.peek();
  auto found = space.byName.find(parser.takeId());
  if (found != space.byName.end())
    return found->second;
  parser.fail(token,
              "unknown " + std::string(space.unknown) + " " + std::string(parser.textOf(token)));
  return 0;
}

bool TypeAssembler::atReferenceType() const {
  return parser.atOpen("ref") ||
         (parser.at(TokenKind::Keyword) && findShorthand(parser.text()) != nullptr);
}

bool TypeAssembler::atValueType() const {
  return atReferenceType() || (parser.at(TokenKind::Keyword) && numberType(parser.text()) != 0);
}

void TypeAssembler::heapType(ByteWriter &out) {
  if (parser.atIndex()) {
    out.sleb(context.index(context.types));
    return;
  }
  if (parser.at(TokenKind::Keyword))
    for (const NamedType &type : heapTypes)
      if (type.heap == parser.text()) {
        parser.take();
        out.u8(type.code);
        return;
      }
  parser.unexpected();
}

bool TypeAssembler::splitReferenceType(ByteWriter &heap) {
  if (parser.takeOpen("ref")) {
    bool nullable = parser.takeKeyword("null");
    heapType(heap);
    parser.expectClose();
    return nullable;
  }
  const NamedType *type = parser.at(TokenKind::Keyword) ? findShorthand(parser.text()) : nullptr;
  if (type == nullptr) {
    parser.unexpected();
    return false;
  }
  parser.take();
  heap.u8(type->code);
  return true; // every shorthand is nullable
}

void TypeAssembler::referenceType(ByteWriter &out) {
  ByteWriter heap;
  bool nullable = splitReferenceType(heap);
  // Codes of abstract heap types are single bytes with bit 6 set; indices, as s33, are not.
  bool isAbstract = heap.size() == 1 && (heap.out[0] & 0x40) != 0;
  if (!nullable)
    out.u8(0x64);
  else if (!isAbstract)
    out.u8(0x63);
  out.bytes(heap.out);
}

void TypeAssembler::valueType(ByteWriter &out) {
  uint8_t code = parser.at(TokenKind::Keyword) ? numberType(parser.text()) : 0;
  if (code == 0) {
    referenceType(out);
    return;
  }
  parser.take();
  out.u8(code);
}

void TypeAssembler::typeField() {
  uint64_t offset = parser.offset();
  ByteWriter &out = context.typeSection.add(offset);
  if (!parser.takeOpen("rec")) {
    typeDefinition(out, true);
    return;
  }
  uint32_t members = 0;
  for (uint32_t at = parser.cursor(); at + 1 < parser.end(); at = parser.skipGroup(at)) {
    if (!parser.atOpen("type", at - parser.cursor()))
      break;
    ++members;
  }
  if (members != 1) {
    out.u8(0x4e);
    out.leb(members);
  }
  while (parser.atOpen("type"))
    typeDefinition(out, members == 1);
  parser.expectClose();
}

void TypeAssembler::typeDefinition(ByteWriter &out, bool alone) {
  parser.expectOpen();
  if (!parser.takeKeyword("type"))
    parser.unexpected();
  parser.takeId();
  TypeEntry entry;
  subType(out, entry);
  entry.isPlain &= alone;
  parser.expectClose();
  context.addType(std::move(entry));
}

void TypeAssembler::subType(ByteWriter &out, TypeEntry &entry) {
  if (!parser.takeOpen("sub")) {
    compositeType(out, entry);
    entry.isPlain = entry.isFunction;
    return;
  }
  bool isFinal = parser.takeKeyword("final");
  ByteWriter supers;
  uint32_t count = 0;
  while (parser.atIndex()) {
    supers.leb(context.index(context.types));
    ++count;
  }
  bool plain = isFinal && count == 0;
  if (!plain) {
    out.u8(isFinal ? 0x4f : 0x50);
    out.leb(count);
    out.bytes(supers.out);
  }
  compositeType(out, entry);
  entry.isPlain = plain && entry.isFunction;
  parser.expectClose();
}

void TypeAssembler::compositeType(ByteWriter &out, TypeEntry &entry) {
  if (parser.takeOpen("func")) {
    entry.isFunction = true;
    IndexSpace ignored{"local", "local", 0, {}, {}};
    entry.signature = signature(&ignored);
    encodeFunctionType(out, entry.signature);
    parser.expectClose();
  } else if (parser.takeOpen("struct")) {
    out.u8(0x5f);
    structType(out, entry);
    parser.expectClose();
  } else if (parser.takeOpen("array")) {
    out.u8(0x5e);
    fieldType(out);
    parser.expectClose();
  } else {
    if (parser.at(TokenKind::Open))
      parser.take();
    parser.unexpected();
  }
}

void TypeAssembler::structType(ByteWriter &out, TypeEntry &entry) {
  ByteWriter fields;
  while (parser.takeOpen("field")) {
    Token token = parser.peek();
    if (std::string name = parser.takeId(); !name.empty()) {
      uint32_t afterId = parser.cursor();
      fieldType(fields);
      if (!entry.fields.bind(std::move(name)))
        parser.fail(token, "duplicate field " + std::string(parser.textOf(token)));
      context.nameLatest(entry.fields, afterId);
    } else {
      while (!parser.at(TokenKind::Close) && !parser.failed()) {
        fieldType(fields);
        entry.fields.bind({});
      }
    }
    parser.expectClose();
  }
  out.leb(entry.fields.count);
  out.bytes(fields.out);
}

void TypeAssembler::fieldType(ByteWriter &out) {
  bool isMutable = parser.takeOpen("mut");
  if (parser.takeKeyword("i8"))
    out.u8(0x78);
  else if (parser.takeKeyword("i16"))
    out.u8(0x77);
  else
    valueType(out);
  if (isMutable)
    parser.expectClose();
  out.u8(isMutable ? 1 : 0);
}

Signature TypeAssembler::signature(IndexSpace *names) {
  Signature result;
  ByteWriter parameters;
  ByteWriter results;
  while (parser.takeOpen("param")) {
    Token token = parser.peek();
    if (token.kind == TokenKind::Id && names == nullptr)
      parser.unexpected();
    if (std::string name = parser.takeId(); !name.empty()) {
      uint32_t afterId = parser.cursor();
      valueType(parameters);
      ++result.parameterCount;
      if (names != nullptr && !names->bind(std::move(name)))
        parser.fail(token, "duplicate local " + std::string(parser.textOf(token)));
      if (names != nullptr)
        context.nameLatest(*names, afterId);
    } else {
      while (!parser.at(TokenKind::Close) && !parser.failed()) {
        valueType(parameters);
        ++result.parameterCount;
        if (names != nullptr)
          names->bind({});
      }
    }
    parser.expectClose();
  }
  while (parser.takeOpen("result")) {
    while (!parser.at(TokenKind::Close) && !parser.failed()) {
      valueType(results);
      ++result.resultCount;
    }
    parser.expectClose();
  }
  // Wrongly ordered parts are a matter of syntax, which comes before comparing types.
  if (parser.atOpen("param") || parser.atOpen("type")) {
    parser.take();
    parser.unexpected();
  }
  result.parameters = std::move(parameters.out);
  result.results = std::move(results.out);
  return result;
}

std::optional<uint32_t> TypeAssembler::explicitType() {
  if (!parser.takeOpen("type"))
    return std::nullopt;
  uint32_t index = context.index(context.types);
  parser.expectClose();
  return index;
}

void TypeAssembler::checkInline(uint32_t type, const Signature &inlined, const Token &token) {
  if (inlined.parameterCount == 0 && inlined.resultCount == 0)
    return;
  if (type >= context.typeEntries.size())
    parser.fail(token, "unknown type " + std::to_string(type));
  else if (const TypeEntry &entry = context.typeEntries[type];
           !entry.isFunction || entry.signature != inlined)
    parser.fail(token, "inline function type differs from type " + std::to_string(type));
}

uint32_t TypeAssembler::typeUse(IndexSpace *names) {
  Token token = parser.peek();
  std::optional<uint32_t> type = explicitType();
  Signature inlined = signature(names);
  if (!type)
    return implicitType(inlined, token.begin);
  checkInline(*type, inlined, token);
  // Parameters that only the type speaks of take up indices too.
  if (names != nullptr && names->count == 0 && *type < context.typeEntries.size())
    names->count = context.typeEntries[*type].signature.parameterCount;
  return *type;
}

void TypeAssembler::blockType(ByteWriter &out) {
  Token token = parser.peek();
  std::optional<uint32_t> type = explicitType();
  Signature inlined = signature(nullptr);
  if (type) {
    checkInline(*type, inlined, token);
    out.sleb(*type);
  } else if (inlined.parameterCount == 0 && inlined.resultCount == 0) {
    out.u8(0x40);
  } else if (inlined.parameterCount == 0 && inlined.resultCount == 1) {
    out.bytes(inlined.results);
  } else {
    out.sleb(implicitType(inlined, token.begin));
  }
}

uint32_t TypeAssembler::implicitType(const Signature &signature, uint64_t textOffset) {
  if (parser.failed())
    return 0;
  auto found = context.plainTypes.find(typeKey(signature));
  if (found != context.plainTypes.end())
    return found->second;
  encodeFunctionType(context.typeSection.add(textOffset), signature);
  TypeEntry entry;
  entry.isFunction = entry.isPlain = true;
  entry.signature = signature;
  return context.addType(std::move(entry));
}

bool TypeAssembler::addressType() {
  if (parser.takeKeyword("i64"))
    return true;
  parser.takeKeyword("i32");
  return false;
}

uint32_t TypeAssembler::pageSize(bool &given) {
  given = parser.takeOpen("pagesize");
  if (!given)
    return 16;
  Token token = parser.peek();
  uint64_t size = parser.expectNat(64);
  if (!parser.failed() && !std::has_single_bit(size))
    parser.fail(token, "invalid custom page size: not a power of two");
  parser.expectClose();
  return uint32_t(std::countr_zero(size | uint64_t(1) << 63));
}

void TypeAssembler::limits(ByteWriter &out, bool is64, bool isMemory) {
  uint64_t minimum = parser.expectNat(64);
  std::optional<uint64_t> maximum;
  if (parser.at(TokenKind::Nat))
    maximum = parser.expectNat(64);
  bool shared = isMemory && parser.takeKeyword("shared");
  bool hasPageSize = false;
  uint32_t log2 = isMemory ? pageSize(hasPageSize) : 16;
  out.u8(uint8_t((maximum ? 1 : 0) | (shared ? 2 : 0) | (is64 ? 4 : 0) | (hasPageSize ? 8 : 0)));
  out.leb(minimum);
  if (maximum)
    out.leb(*maximum);
  if (hasPageSize)
    out.leb(log2);
}

void TypeAssembler::memoryType(ByteWriter &out) {
  bool is64 = addressType();
  limits(out, is64, true);
}

void TypeAssembler::tableType(ByteWriter &out) {
  ByteWriter limitBytes;
  bool is64 = addressType();
  limits(limitBytes, is64, false);
  referenceType(out);
  out.bytes(limitBytes.out);
}

void TypeAssembler::globalType(ByteWriter &out) {
  bool isMutable = parser.takeOpen("mut");
  valueType(out);
  if (isMutable)
    parser.expectClose();
  out.u8(isMutable ? 1 : 0);
}

} // namespace sinter
