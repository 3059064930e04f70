//===-- Lexer.cpp - Text format tokens ---------------------------------------===//
//
// A hand-written scanner over bytes. Tokens are the longest run of identifier
// characters and strings (spec 6.3.1: tokens must be separated, so `"a""b"` and
// `i32.const0` are one token each, and reserved); the run is classified
// afterwards. Nested comments and annotations are counted, not recursed into.
//
//===----------------------------------------------------------------------===//

#include "text/Lexer.h"

#include "support/Bytes.h"
#include "text/Numbers.h"

#include <array>

namespace sinter {

std::string_view toString(LexError error) {
  switch (error) {
  case LexError::None:
    return "";
  case LexError::UnclosedComment:
    return "unclosed comment";
  case LexError::UnclosedString:
    return "unclosed string literal";
  case LexError::UnclosedAnnotation:
    return "unclosed annotation";
  case LexError::ControlCharacter:
    return "illegal control character in string literal";
  case LexError::IllegalEscape:
    return "illegal escape in string literal";
  case LexError::IllegalCharacter:
    return "illegal character";
  case LexError::MalformedUtf8:
    return "malformed UTF-8 encoding";
  case LexError::EmptyIdentifier:
    return "empty identifier";
  case LexError::EmptyAnnotation:
    return "empty annotation id";
  }
  return "";
}

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

int hexValue(char c) {
  if (isDigit(c))
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

constexpr std::array<bool, 256> makeIdChars() {
  std::array<bool, 256> table{};
  for (int c = 0x21; c < 0x7f; ++c)
    table[c] = true;
  for (char c : std::string_view("\",;()[]{}"))
    table[uint8_t(c)] = false;
  return table;
}
constexpr std::array<bool, 256> idChars = makeIdChars();
bool isIdChar(char c) { return idChars[uint8_t(c)]; }

/// One `\u{...}` escape at `at`, which is just behind the `u`; the code point, or -1.
int64_t scanUnicodeEscape(std::string_view text, size_t &at) {
  if (at >= text.size() || text[at] != '{')
    return -1;
  ++at;
  int64_t code = 0;
  bool lastWasDigit = false;
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (c == '_' && lastWasDigit) {
      lastWasDigit = false;
      continue;
    }
    int digit = hexValue(c);
    if (digit < 0)
      break;
    code = code * 16 + digit;
    if (code > 0x10ffff)
      return -1;
    lastWasDigit = true;
  }
  if (at >= text.size() || text[at] != '}' || !lastWasDigit || (code >= 0xd800 && code < 0xe000))
    return -1;
  ++at;
  return code;
}

void appendUtf8(std::string &out, uint32_t code) {
  if (code < 0x80) {
    out += char(code);
  } else if (code < 0x800) {
    out += char(0xc0 | code >> 6);
    out += char(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    out += char(0xe0 | code >> 12);
    out += char(0x80 | (code >> 6 & 0x3f));
    out += char(0x80 | (code & 0x3f));
  } else {
    out += char(0xf0 | code >> 18);
    out += char(0x80 | (code >> 12 & 0x3f));
    out += char(0x80 | (code >> 6 & 0x3f));
    out += char(0x80 | (code & 0x3f));
  }
}

class Scanner {
public:
  explicit Scanner(std::string_view text) : text(text) {}

  TokenList run() {
    if (text.size() > UINT32_MAX - 1) {
      list.tokens.push_back({0, 0, TokenKind::Error, LexError::IllegalCharacter});
    } else {
      while (at < text.size())
        scanOne();
      for (const OpenAnnotation &open : annotations)
        if (open.outermost)
          list.tokens.push_back(
              {open.begin, open.begin + 2, TokenKind::Error, LexError::UnclosedAnnotation});
    }
    uint32_t size = uint32_t(std::min<size_t>(text.size(), UINT32_MAX));
    list.tokens.push_back({size, size, TokenKind::End, LexError::None});
    return std::move(list);
  }

private:
  /// Parentheses that are open inside an annotation.
  struct OpenAnnotation {
    uint32_t begin;
    bool outermost;
    std::string name;
  };

  [[nodiscard]] char peek(size_t ahead = 0) const {
    return at + ahead < text.size() ? text[at + ahead] : 0;
  }

  void push(TokenKind kind, size_t begin, LexError error = LexError::None) {
    // Inside an annotation anything goes, except what is no token at all.
    if (!annotations.empty() && kind != TokenKind::Error)
      return;
    list.tokens.push_back({uint32_t(begin), uint32_t(at), kind, error});
  }

  void scanOne() {
    char c = text[at];
    size_t begin = at;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at;
    } else if (c == ';' && peek(1) == ';') {
      scanLineComment();
    } else if (c == '(' && peek(1) == ';') {
      scanBlockComment();
    } else if (c == '(' && peek(1) == '@') {
      scanAnnotationStart();
    } else if (c == '(') {
      ++at;
      if (annotations.empty())
        push(TokenKind::Open, begin);
      else
        annotations.push_back({uint32_t(begin), false, {}});
    } else if (c == ')') {
      ++at;
      scanClose(begin);
    } else if (isIdChar(c) || c == '"') {
      scanRun();
    } else if (c == ',' || c == ';' || c == '[' || c == ']' || c == '{' || c == '}') {
      ++at;
      push(TokenKind::Reserved, begin);
    } else {
      scanIllegal();
    }
  }

  void scanClose(size_t begin) {
    if (annotations.empty()) {
      push(TokenKind::Close, begin);
      return;
    }
    OpenAnnotation closed = std::move(annotations.back());
    annotations.pop_back();
    if (closed.outermost)
      list.annotations.push_back(
          {closed.begin, uint32_t(at), uint32_t(list.tokens.size()), std::move(closed.name)});
  }

  void scanLineComment() {
    size_t begin = at;
    while (at < text.size() && text[at] != '\n' && text[at] != '\r')
      ++at;
    checkUtf8(begin);
  }

  void scanBlockComment() {
    size_t begin = at;
    unsigned depth = 0;
    do {
      if (at >= text.size()) {
        push(TokenKind::Error, begin, LexError::UnclosedComment);
        return;
      }
      if (text[at] == '(' && peek(1) == ';') {
        ++depth;
        at += 2;
      } else if (text[at] == ';' && peek(1) == ')') {
        --depth;
        at += 2;
      } else {
        ++at;
      }
    } while (depth != 0);
    checkUtf8(begin);
  }

  void checkUtf8(size_t begin) {
    if (!isUtf8(text.substr(begin, at - begin)))
      push(TokenKind::Error, begin, LexError::MalformedUtf8);
  }

  void scanAnnotationStart() {
    size_t begin = at;
    at += 2;
    size_t nameBegin = at;
    std::string name;
    if (peek() == '"') {
      LexError error = scanString();
      name = decodeString(text.substr(nameBegin, at - nameBegin));
      if (error == LexError::None && !isUtf8(name))
        error = LexError::MalformedUtf8;
      if (error != LexError::None)
        push(TokenKind::Error, nameBegin, error);
    } else {
      while (isIdChar(peek()))
        ++at;
      name = text.substr(nameBegin, at - nameBegin);
    }
    if (name.empty())
      push(TokenKind::Error, begin, LexError::EmptyAnnotation);
    bool outermost = annotations.empty();
    annotations.push_back({uint32_t(begin), outermost, std::move(name)});
  }

  void scanIllegal() {
    // Take the whole run, so that one wrong line is one token.
    size_t begin = at;
    while (at < text.size() && (uint8_t(text[at]) >= 0x7f || uint8_t(text[at]) < 0x20) &&
           text[at] != '\n' && text[at] != '\r' && text[at] != '\t')
      ++at;
    bool valid = isUtf8(text.substr(begin, at - begin));
    push(TokenKind::Error, begin, valid ? LexError::IllegalCharacter : LexError::MalformedUtf8);
  }

  /// Moves behind the string that starts here; `at` ends on the line break of an unclosed one.
  LexError scanString() {
    size_t begin = at++;
    LexError error = LexError::None;
    for (;;) {
      char c = peek();
      if (at >= text.size() || c == '\n' || c == '\r')
        return LexError::UnclosedString;
      ++at;
      if (c == '"')
        break;
      if (uint8_t(c) < 0x20 || c == 0x7f) {
        error = LexError::ControlCharacter;
      } else if (c == '\\') {
        if (!scanEscape())
          error = LexError::IllegalEscape;
      }
    }
    if (error == LexError::None && !isUtf8(text.substr(begin, at - begin)))
      error = LexError::MalformedUtf8;
    return error;
  }

  bool scanEscape() {
    char c = peek();
    if (c == 't' || c == 'n' || c == 'r' || c == '"' || c == '\'' || c == '\\') {
      ++at;
      return true;
    }
    if (c == 'u') {
      ++at;
      return scanUnicodeEscape(text, at) >= 0;
    }
    if (hexValue(c) >= 0 && hexValue(peek(1)) >= 0) {
      at += 2;
      return true;
    }
    return false;
  }

  /// The longest run of identifier characters and strings, as one token.
  void scanRun() {
    size_t begin = at;
    unsigned strings = 0;
    size_t firstString = 0;
    LexError error = LexError::None;
    while (at < text.size()) {
      if (text[at] == '"') {
        if (strings++ == 0)
          firstString = at;
        error = scanString();
        if (error != LexError::None)
          break;
      } else if (isIdChar(text[at])) {
        ++at;
      } else {
        break;
      }
    }
    std::string_view run = text.substr(begin, at - begin);
    bool quotedId = strings > 0 && firstString == begin + 1 && run[0] == '$';
    if (error != LexError::None)
      push(TokenKind::Error, begin, quotedId ? LexError::EmptyIdentifier : error);
    else if (run[0] == '$')
      scanId(begin, run, strings == 1 && quotedId && run.back() == '"', strings);
    else if (strings == 1 && run[0] == '"' && run.back() == '"')
      push(TokenKind::String, begin);
    else if (strings > 0)
      push(TokenKind::Reserved, begin);
    else
      push(classify(run), begin);
  }

  void scanId(size_t begin, std::string_view run, bool quoted, unsigned strings) {
    if (run.size() == 1)
      push(TokenKind::Error, begin, LexError::EmptyIdentifier);
    else if (strings == 0)
      push(TokenKind::Id, begin);
    else if (!quoted)
      push(TokenKind::Reserved, begin);
    else if (std::string name = decodeString(run.substr(1)); name.empty())
      push(TokenKind::Error, begin, LexError::EmptyIdentifier);
    else if (!isUtf8(name))
      push(TokenKind::Error, begin, LexError::MalformedUtf8);
    else
      push(TokenKind::Id, begin);
  }

  static TokenKind classify(std::string_view run) {
    switch (numberShape(run)) {
    case NumberShape::Nat:
      return TokenKind::Nat;
    case NumberShape::Int:
      return TokenKind::Int;
    case NumberShape::Float:
      return TokenKind::Float;
    case NumberShape::None:
      break;
    }
    return run[0] >= 'a' && run[0] <= 'z' ? TokenKind::Keyword : TokenKind::Reserved;
  }

  std::string_view text;
  size_t at = 0;
  TokenList list;
  std::vector<OpenAnnotation> annotations;
};

} // namespace

TokenList lex(std::string_view text) { return Scanner(text).run(); }

std::string decodeString(std::string_view token) {
  std::string out;
  size_t end = token.empty() ? 0 : token.size() - 1;
  for (size_t at = 1; at < end;) {
    char c = token[at++];
    if (c != '\\' || at >= end) {
      out += c;
      continue;
    }
    c = token[at++];
    if (c == 't') {
      out += '\t';
    } else if (c == 'n') {
      out += '\n';
    } else if (c == 'r') {
      out += '\r';
    } else if (c == 'u') {
      int64_t code = scanUnicodeEscape(token, at);
      if (code >= 0)
        appendUtf8(out, uint32_t(code));
    } else if (hexValue(c) >= 0 && at < end && hexValue(token[at]) >= 0) {
      out += char(hexValue(c) * 16 + hexValue(token[at++]));
    } else {
      out += c;
    }
  }
  return out;
}

std::string decodeId(std::string_view token) {
  token.remove_prefix(1);
  if (!token.empty() && token[0] == '"')
    return decodeString(token);
  return std::string(token);
}

} // namespace sinter
