//===-- Parser.h - A sticky cursor over tokens -------------------------------===//
//
// The cursor remembers the first error and from then on sees only the end of
// input, so that parsing code needs no check after each step: its loops end.
// Messages use the words of the specification's test suite, since tools and
// tests compare them.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/Lexer.h"
#include "wasm/Instruction.h"

#include <optional>
#include <string>
#include <string_view>

namespace sinter {

struct ParseError {
  uint64_t offset = 0; ///< in the text
  std::string message;
};

/// The instruction spelled `text`; of several that share a spelling, the first in Opcodes.def.
[[nodiscard]] std::optional<Opcode> lookupOpcode(std::string_view text);

class Parser {
public:
  /// Over the tokens [first, last) of `list`.
  Parser(std::string_view source, const TokenList &list, uint32_t first, uint32_t last);

  /// The token `ahead` of the cursor; End from the end on, and after an error.
  [[nodiscard]] const Token &peek(uint32_t ahead = 0) const {
    return position + ahead < last ? tokens[position + ahead] : endToken;
  }
  [[nodiscard]] bool at(TokenKind kind, uint32_t ahead = 0) const {
    return peek(ahead).kind == kind;
  }
  [[nodiscard]] bool atKeyword(std::string_view text, uint32_t ahead = 0) const {
    return at(TokenKind::Keyword, ahead) && textOf(peek(ahead)) == text;
  }
  /// At "(" and then `keyword`.
  [[nodiscard]] bool atOpen(std::string_view keyword, uint32_t ahead = 0) const {
    return at(TokenKind::Open, ahead) && atKeyword(keyword, ahead + 1);
  }
  [[nodiscard]] bool atIndex(uint32_t ahead = 0) const {
    return at(TokenKind::Nat, ahead) || at(TokenKind::Id, ahead);
  }
  [[nodiscard]] std::string_view textOf(const Token &token) const {
    return source.substr(token.begin, token.end - token.begin);
  }
  [[nodiscard]] std::string_view text() const { return textOf(peek()); }
  [[nodiscard]] uint64_t offset() const { return peek().begin; }

  Token take();
  bool takeKeyword(std::string_view text);
  /// Takes "(" and `keyword`, if both are there.
  bool takeOpen(std::string_view keyword);
  void expectOpen();
  void expectClose();
  /// Takes an identifier if one is there; its name is never empty.
  std::string takeId();
  /// The bytes of a string.
  std::string expectString();
  /// A string that must be well-formed UTF-8.
  std::string expectName();
  uint64_t expectNat(unsigned bits);

  /// Reports that the next token does not belong here.
  void unexpected();
  void fail(const Token &token, std::string message);
  [[nodiscard]] bool failed() const { return error.has_value(); }
  [[nodiscard]] const std::optional<ParseError> &firstError() const { return error; }

  /// The cursor, as an index into the list of tokens.
  [[nodiscard]] uint32_t cursor() const { return position; }
  void seek(uint32_t token) {
    if (!failed())
      position = token;
  }
  /// One behind the ")" that belongs to the "(" at `open`; the end if there is none.
  [[nodiscard]] uint32_t skipGroup(uint32_t open) const;
  [[nodiscard]] uint32_t end() const { return last; }

private:
  std::string_view source;
  const std::vector<Token> &tokens;
  uint32_t position;
  uint32_t last;
  Token endToken;
  std::optional<ParseError> error;
};

} // namespace sinter
