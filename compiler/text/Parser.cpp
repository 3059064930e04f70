//===-- Parser.cpp - A sticky cursor over tokens -----------------------------===//
//
// Besides the cursor, this file knows every keyword. A word that is one, in a
// wrong place, is an "unexpected token"; any other word is an "unknown
// operator", as in the reference interpreter, whose lexer knows them all.
//
//===----------------------------------------------------------------------===//

#include "text/Parser.h"

#include "support/Bytes.h"
#include "text/Numbers.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace sinter {

namespace {

/// Keywords that are not instructions, sorted.
constexpr auto structuralKeywords = std::to_array<std::string_view>({
    "any",
    "anyref",
    "array",
    "arrayref",
    "binary",
    "catch",
    "catch_all",
    "catch_all_ref",
    "catch_ref",
    "data",
    "declare",
    "definition",
    "delegate",
    "do",
    "elem",
    "eq",
    "eqref",
    "exn",
    "exnref",
    "export",
    "extern",
    "externref",
    "f32",
    "f32x4",
    "f64",
    "f64x2",
    "field",
    "final",
    "func",
    "funcref",
    "global",
    "i16",
    "i16x8",
    "i31",
    "i31ref",
    "i32",
    "i32x4",
    "i64",
    "i64x2",
    "i8",
    "i8x16",
    "import",
    "instance",
    "item",
    "local",
    "memory",
    "module",
    "mut",
    "nan:arithmetic",
    "nan:canonical",
    "noexn",
    "noextern",
    "nofunc",
    "none",
    "null",
    "nullexnref",
    "nullexternref",
    "nullfuncref",
    "nullref",
    "offset",
    "pagesize",
    "param",
    "quote",
    "rec",
    "ref",
    "result",
    "shared",
    "start",
    "struct",
    "structref",
    "sub",
    "table",
    "tag",
    "then",
    "type",
    "v128",
});
static_assert(std::is_sorted(structuralKeywords.begin(), structuralKeywords.end()));

bool isKeyword(std::string_view text) {
  if (std::binary_search(structuralKeywords.begin(), structuralKeywords.end(), text))
    return true;
  for (std::string_view prefix : {"offset=", "align="})
    if (text.starts_with(prefix) && numberShape(text.substr(prefix.size())) == NumberShape::Nat)
      return true;
  return lookupOpcode(text).has_value();
}

std::unordered_map<std::string_view, Opcode> makeOpcodeMap() {
  std::unordered_map<std::string_view, Opcode> map;
#define INSTRUCTION(NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE)                      \
  map.emplace(TEXT, Opcode::NAME);
#include "wasm/Opcodes.def"
  return map;
}

} // namespace

std::optional<Opcode> lookupOpcode(std::string_view text) {
  static const std::unordered_map<std::string_view, Opcode> map = makeOpcodeMap();
  auto found = map.find(text);
  if (found == map.end())
    return std::nullopt;
  return found->second;
}

Parser::Parser(std::string_view source, const TokenList &list, uint32_t first, uint32_t last)
    : source(source), tokens(list.tokens), position(first), last(last) {
  uint32_t end = last < tokens.size() ? tokens[last].begin : uint32_t(source.size());
  endToken = {end, end, TokenKind::End, LexError::None};
}

Token Parser::take() {
  Token token = peek();
  if (position < last)
    ++position;
  return token;
}

bool Parser::takeKeyword(std::string_view text) {
  if (!atKeyword(text))
    return false;
  ++position;
  return true;
}

bool Parser::takeOpen(std::string_view keyword) {
  if (!atOpen(keyword))
    return false;
  position += 2;
  return true;
}

void Parser::expectOpen() {
  if (at(TokenKind::Open))
    ++position;
  else
    unexpected();
}

void Parser::expectClose() {
  if (at(TokenKind::Close))
    ++position;
  else
    unexpected();
}

std::string Parser::takeId() {
  if (!at(TokenKind::Id))
    return {};
  return decodeId(textOf(take()));
}

std::string Parser::expectString() {
  if (at(TokenKind::String))
    return decodeString(textOf(take()));
  unexpected();
  return {};
}

std::string Parser::expectName() {
  Token token = peek();
  std::string name = expectString();
  if (!isUtf8(name))
    fail(token, "malformed UTF-8 encoding");
  return name;
}

uint64_t Parser::expectNat(unsigned bits) {
  Token token = peek();
  if (token.kind != TokenKind::Nat) {
    unexpected();
    return 0;
  }
  std::optional<uint64_t> value = parseNat(textOf(token), bits);
  if (!value)
    fail(token, "i" + std::to_string(bits) + " constant out of range");
  else
    ++position;
  return value.value_or(0);
}

void Parser::unexpected() {
  const Token &token = peek();
  std::string text(textOf(token));
  if (text.size() > 60)
    text = text.substr(0, 57) + "...";
  if (token.kind == TokenKind::Error)
    fail(token, std::string(toString(token.error)));
  else if (token.kind == TokenKind::End)
    fail(token, "unexpected token: the input ends here");
  else if (token.kind == TokenKind::Reserved ||
           (token.kind == TokenKind::Keyword && !isKeyword(textOf(token))))
    fail(token, "unknown operator " + text);
  else
    fail(token, "unexpected token " + text);
}

void Parser::fail(const Token &token, std::string message) {
  if (failed())
    return;
  error = ParseError{token.begin, std::move(message)};
  position = last;
}

uint32_t Parser::skipGroup(uint32_t open) const {
  uint32_t depth = 0;
  for (uint32_t i = open; i < last; ++i) {
    if (tokens[i].kind == TokenKind::Open)
      ++depth;
    else if (tokens[i].kind == TokenKind::Close && --depth == 0)
      return i + 1;
  }
  return last;
}

} // namespace sinter
