//===-- LexerTest.cpp - Tokens: their extents, kinds and errors --------------===//

#include "text/Lexer.h"

#include <gtest/gtest.h>

using namespace sinter;

namespace {

/// One letter per token: ( ) I K N S(igned) F " R(eserved) E(rror).
std::string kinds(std::string_view text) {
  std::string out;
  for (const Token &token : lex(text).tokens)
    if (token.kind != TokenKind::End)
      out += "()IKNSF\"RE"[size_t(token.kind)];
  return out;
}

LexError firstError(std::string_view text) {
  for (const Token &token : lex(text).tokens)
    if (token.kind == TokenKind::Error)
      return token.error;
  return LexError::None;
}

TEST(Lexer, KindsBySpelling) {
  EXPECT_EQ(kinds("(func $f i32.const 1 -1 0x1p3 \"s\")"), "(KIKNSF\")");
  EXPECT_EQ(kinds("nan inf +nan:0x1 nan:canonical offset=4"), "FFFKK");
  EXPECT_EQ(kinds("0drop 1__0 _1 Upper +x 0x"), "RRRRRR");
  EXPECT_EQ(kinds(", ; [ ] { }"), "RRRRRR");
  EXPECT_EQ(kinds(""), "");
}

TEST(Lexer, TokensThatRunTogetherAreOne) {
  EXPECT_EQ(kinds("\"a\"\"b\""), "R");
  EXPECT_EQ(kinds("a\"b\""), "R");
  EXPECT_EQ(kinds("\"a\"b"), "R");
  EXPECT_EQ(kinds("$a\"b\""), "R");
  EXPECT_EQ(kinds("func(nop)"), "K(K)");
  EXPECT_EQ(kinds("0$x"), "R");
}

TEST(Lexer, CommentsSeparateAndNest) {
  EXPECT_EQ(kinds("a;;b\nc"), "KK");
  EXPECT_EQ(kinds("a;;b\rc"), "KK");
  EXPECT_EQ(kinds("a(;b(;c;)d;)e"), "KK");
  EXPECT_EQ(kinds(";;"), "");
  EXPECT_EQ(firstError("(; (; ;)"), LexError::UnclosedComment);
  EXPECT_EQ(firstError(";; \xff"), LexError::MalformedUtf8);
  EXPECT_EQ(firstError("(; \xc0\x80 ;)"), LexError::MalformedUtf8);
}

TEST(Lexer, DeepNestingIsNoRecursion) {
  std::string text(1'000'000, '(');
  EXPECT_EQ(lex(text).tokens.size(), text.size() + 1);
  std::string comments;
  for (int i = 0; i < 500'000; ++i)
    comments += "(;";
  EXPECT_EQ(firstError(comments), LexError::UnclosedComment);
}

TEST(Lexer, StringsAndEscapes) {
  EXPECT_EQ(decodeString(R"("a\t\n\r\"\'\\\41\u{42}")"), "a\t\n\r\"'\\AB");
  EXPECT_EQ(decodeString(R"("\u{1F600}\u{7ff}\u{ffff}")"), "\xf0\x9f\x98\x80\xdf\xbf\xef\xbf\xbf");
  EXPECT_EQ(decodeString(R"("\00\ff")"), std::string("\0\xff", 2));
  EXPECT_EQ(kinds(R"("\u{d7ff}" "\u{1_0}")"), "\"\"");
  EXPECT_EQ(firstError(R"("\u{d800}")"), LexError::IllegalEscape);
  EXPECT_EQ(firstError(R"("\u{110000}")"), LexError::IllegalEscape);
  EXPECT_EQ(firstError(R"("\u{1__0}")"), LexError::IllegalEscape);
  EXPECT_EQ(firstError(R"("\x")"), LexError::IllegalEscape);
  EXPECT_EQ(firstError(R"("\4")"), LexError::IllegalEscape);
  EXPECT_EQ(firstError("\"a\nb\""), LexError::UnclosedString);
  EXPECT_EQ(firstError("\"a"), LexError::UnclosedString);
  EXPECT_EQ(firstError("\"a\\\""), LexError::UnclosedString);
  EXPECT_EQ(firstError("\"\x01\""), LexError::ControlCharacter);
  EXPECT_EQ(firstError("\"\x7f\""), LexError::ControlCharacter);
  EXPECT_EQ(firstError("\"\xed\xa0\x80\""), LexError::MalformedUtf8);
}

TEST(Lexer, Identifiers) {
  EXPECT_EQ(decodeId("$a.b-c!"), "a.b-c!");
  EXPECT_EQ(decodeId(R"($"a b\41")"), "a bA");
  EXPECT_EQ(kinds(R"($" " $x)"), "II");
  EXPECT_EQ(firstError("$"), LexError::EmptyIdentifier);
  EXPECT_EQ(firstError("$\"\""), LexError::EmptyIdentifier);
  EXPECT_EQ(firstError("$ \"a\""), LexError::EmptyIdentifier);
  EXPECT_EQ(firstError("$\"a\nb\""), LexError::EmptyIdentifier);
  EXPECT_EQ(firstError(R"($"\ef")"), LexError::MalformedUtf8);
}

TEST(Lexer, AnnotationsLeaveNoToken) {
  TokenList list = lex("(a (@x (b \"c\") 0drop , [) d) (@\"y\")");
  EXPECT_EQ(list.tokens.size(), 5u); // ( a d ) and the end
  ASSERT_EQ(list.annotations.size(), 2u);
  EXPECT_EQ(list.annotations[0].name, "x");
  EXPECT_EQ(list.annotations[0].before, 2u);
  EXPECT_EQ(list.annotations[1].name, "y");
  EXPECT_EQ(firstError("(@)"), LexError::EmptyAnnotation);
  EXPECT_EQ(firstError("(@ x)"), LexError::EmptyAnnotation);
  EXPECT_EQ(firstError("(@\"\")"), LexError::EmptyAnnotation);
  EXPECT_EQ(firstError("(@x (y)"), LexError::UnclosedAnnotation);
  EXPECT_EQ(firstError("(@x \"\xff\")"), LexError::MalformedUtf8);
}

TEST(Lexer, WhatIsNoText) {
  EXPECT_EQ(firstError("a \x01"), LexError::IllegalCharacter);
  EXPECT_EQ(firstError("\xc3\xa4"), LexError::IllegalCharacter);
  EXPECT_EQ(firstError("\xc3"), LexError::MalformedUtf8);
}

} // namespace
