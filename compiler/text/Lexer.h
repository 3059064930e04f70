//===-- Lexer.h - Text format tokens -----------------------------------------===//
//
// Splits source text into tokens (spec 6.3). The lexer never fails: what is not
// a token becomes a token of kind Error or Reserved, which the parser reports
// only if it gets there. That keeps the commands of a script independent of one
// another, since a command's extent is found by its parentheses alone.
//
// Tokens hold offsets, not text, so that lexing allocates nothing per token.
// Comments and annotations leave no token; annotations are kept aside for the
// few that mean something.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sinter {

enum class TokenKind : uint8_t {
  Open,
  Close,
  Id,       ///< $name or $"name", never empty, well-formed UTF-8
  Keyword,  ///< starts with a lower-case letter
  Nat,      ///< integer without a sign
  Int,      ///< integer with a sign
  Float,    ///< has a point or an exponent, or is inf or nan
  String,   ///< well-formed, with its quotes
  Reserved, ///< characters that run together but mean nothing
  Error,    ///< see LexError
  End,
};

enum class LexError : uint8_t {
  None,
  UnclosedComment,
  UnclosedString,
  UnclosedAnnotation,
  ControlCharacter,
  IllegalEscape,
  IllegalCharacter,
  MalformedUtf8,
  EmptyIdentifier,
  EmptyAnnotation,
};
[[nodiscard]] std::string_view toString(LexError error);

struct Token {
  uint32_t begin = 0;
  uint32_t end = 0;
  TokenKind kind = TokenKind::End;
  LexError error = LexError::None;
};

/// An annotation `(@name ...)`, which stands before the token `before`.
struct Annotation {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t before = 0;
  std::string name;
};

struct TokenList {
  std::vector<Token> tokens; ///< the last one is End
  std::vector<Annotation> annotations;
};

/// Texts of 4 GiB and more have no token but an Error.
[[nodiscard]] TokenList lex(std::string_view text);

/// The bytes that a string token (with its quotes) stands for.
[[nodiscard]] std::string decodeString(std::string_view token);
/// The name of an identifier token, without its `$` and quotes.
[[nodiscard]] std::string decodeId(std::string_view token);

} // namespace sinter
