//===-- AssemblerTest.cpp - Module fields, names and source maps -------------===//

#include "TextTesting.h"

using namespace sinter;
using namespace sinter::test;

namespace {

TEST(Assembler, EmptyModule) {
  EXPECT_EQ(hex(assemble("(module)").bytes), "00 61 73 6d 01 00 00 00");
  EXPECT_EQ(hex(assemble("").bytes), "00 61 73 6d 01 00 00 00");
  EXPECT_EQ(hex(assemble("(module binary \"\\00a\" \"sm\")").bytes), "00 61 73 6d");
}

TEST(Assembler, ImplicitTypesFollowInOrderOfUse) {
  // One reuses type 0, the others are added once each behind all explicit ones.
  EXPECT_EQ(section("(func (param i32)) (func (result i64)) (func (param i64))"
                    "(func (result i64)) (type (func (param i32)))",
                    1),
            "03 60 01 7f 00 60 00 01 7e 60 01 7e 00");
  EXPECT_EQ(section("(func (param i32)) (func (result i64)) (func (param i64))"
                    "(func (result i64)) (type (func (param i32)))",
                    3),
            "04 00 01 02 01");
}

TEST(Assembler, TypeUsesMustAgree) {
  EXPECT_NE(errorOf("(type $t (func (param i32))) (func (type $t) (param i64))")
                .find("inline function type"),
            std::string::npos);
  EXPECT_EQ(errorOf("(type $t (func (param i32))) (func (type $t) (param i32))"), "no error");
  EXPECT_NE(errorOf("(func (result i32) (param i32))").find("unexpected token"), std::string::npos);
  // Parameters of the type take up indices of locals.
  EXPECT_EQ(section("(type $t (func (param i32 i32)))"
                    "(func (type $t) (local $x i32) (drop (local.get $x)))",
                    10),
            "01 07 01 01 7f 20 02 1a 0b");
}

TEST(Assembler, RecursionGroupsAndSubtypes) {
  EXPECT_EQ(section("(rec (type $a (sub (struct (field $x (mut i8)) (field (ref null $b)))))"
                    "     (type $b (sub final $a (array (ref $a)))))",
                    1),
            "01 4e 02 50 00 5f 02 78 01 63 01 00 4f 01 00 5e 64 00 00");
  EXPECT_EQ(section("(type (func (param (ref null func) (ref extern) anyref)))", 1),
            "01 60 03 70 64 6f 6e 00");
}

TEST(Assembler, ImportsComeFirst) {
  EXPECT_EQ(section("(import \"m\" \"f\" (func $f (param i32))) (table (import \"m\" \"t\") 1 2 "
                    "funcref)",
                    2),
            "02 01 6d 01 66 00 00 01 6d 01 74 01 70 01 01 02");
  EXPECT_NE(errorOf("(func) (import \"\" \"\" (func))").find("import after function"),
            std::string::npos);
  EXPECT_NE(errorOf("(memory 1) (func (import \"\" \"\"))").find("import after memory"),
            std::string::npos);
  EXPECT_NE(errorOf("(import \"\\ff\" \"\" (func))").find("malformed UTF-8 encoding"),
            std::string::npos);
}

TEST(Assembler, InlineExports) {
  EXPECT_EQ(section("(func (export \"a\") (export \"b\") (import \"m\" \"n\"))"
                    "(memory (export \"c\") 1)",
                    7),
            "03 01 61 00 00 01 62 00 00 01 63 02 00");
  EXPECT_EQ(section("(export \"g\" (global $g)) (global $g i32 (i32.const 7))", 7),
            "01 01 67 03 00");
}

TEST(Assembler, Memories) {
  EXPECT_EQ(section("(memory 1 2)", 5), "01 01 01 02");
  EXPECT_EQ(section("(memory 1 2 shared)", 5), "01 03 01 02");
  EXPECT_EQ(section("(memory i64 1 (pagesize 1))", 5), "01 0c 01 00");
  EXPECT_EQ(section("(memory (data \"abc\" \"d\"))", 5), "01 01 01 01");
  EXPECT_EQ(section("(memory (data \"abc\" \"d\"))", 11), "01 00 41 00 0b 04 61 62 63 64");
  EXPECT_EQ(section("(memory (data))", 5), "01 01 00 00");
}

TEST(Assembler, DataSegments) {
  EXPECT_EQ(section("(memory 1) (data (i32.const 1) \"a\")", 11), "01 00 41 01 0b 01 61");
  EXPECT_EQ(section("(memory 1) (data (offset i32.const 1 i32.const 2 i32.add))", 11),
            "01 00 41 01 41 02 6a 0b 00");
  EXPECT_EQ(section("(data \"a\")", 11), "01 01 01 61");
  EXPECT_EQ(section("(memory 1) (memory $m 1) (data (memory $m) (i32.const 0))", 11),
            "01 02 01 41 00 0b 00");
  // Only code that names data segments needs their count ahead of it.
  EXPECT_EQ(section("(data \"a\")", 12), "none");
  EXPECT_EQ(section("(data \"a\") (func (data.drop 0))", 12), "01");
}

TEST(Assembler, ElementSegments) {
  std::string head = "(table 1 funcref) (table $t 1 funcref) (func $f) ";
  EXPECT_EQ(section(head + "(elem (i32.const 0) $f 0)", 9), "01 00 41 00 0b 02 00 00");
  EXPECT_EQ(section(head + "(elem (i32.const 0) func)", 9), "01 00 41 00 0b 00");
  EXPECT_EQ(section(head + "(elem func $f)", 9), "01 01 00 01 00");
  EXPECT_EQ(section(head + "(elem (table $t) (i32.const 0) func $f)", 9),
            "01 02 01 41 00 0b 00 01 00");
  EXPECT_EQ(section(head + "(elem declare func $f)", 9), "01 03 00 01 00");
  EXPECT_EQ(section(head + "(elem (offset (i32.const 0)) funcref (ref.func $f))", 9),
            "01 04 41 00 0b 01 d2 00 0b");
  EXPECT_EQ(section(head + "(elem funcref (item ref.null func))", 9), "01 05 70 01 d0 70 0b");
  EXPECT_EQ(section(head + "(elem (table $t) (i32.const 0) externref)", 9),
            "01 06 01 41 00 0b 6f 00");
  EXPECT_EQ(section(head + "(elem declare funcref)", 9), "01 07 70 00");
  EXPECT_EQ(section("(table funcref (elem $f $f)) (func $f)", 9), "01 00 41 00 0b 02 00 00");
  EXPECT_EQ(section("(table funcref (elem $f $f)) (func $f)", 4), "01 70 01 02 02");
  EXPECT_EQ(section("(type $v (func)) (table (ref null $v) (elem $f)) (func $f)", 9),
            "01 06 00 41 00 0b 63 00 01 d2 00 0b");
}

TEST(Assembler, TablesWithInitialisers) {
  EXPECT_EQ(section("(table 1 (ref func) (ref.func 0)) (func)", 4),
            "01 40 00 64 70 00 01 d2 00 0b");
  EXPECT_EQ(section("(table i64 1 2 externref)", 4), "01 6f 05 01 02");
}

TEST(Assembler, SegmentsInsideOthersTakeIndices) {
  EXPECT_EQ(section("(memory (data \"a\")) (data $d \"b\") (func (data.drop $d))", 10),
            "01 05 00 fc 09 01 0b");
  EXPECT_EQ(section("(table funcref (elem)) (elem $e func) (func (elem.drop $e))", 10),
            "01 05 00 fc 0d 01 0b");
}

TEST(Assembler, Start) {
  EXPECT_EQ(section("(func) (start $g) (func $g)", 8), "01");
  EXPECT_NE(errorOf("(func) (start 0) (start 0)").find("multiple start sections"),
            std::string::npos);
}

TEST(Assembler, NamesFromIdentifiers) {
  EXPECT_EQ(section("(module $m (func $f (param $p i32) (local $l i32)) (global $g i32 "
                    "(i32.const 0)))",
                    0),
            "04 6e 61 6d 65 "                   // "name"
            "00 02 01 6d "                      // module
            "01 04 01 00 01 66 "                // functions
            "02 09 01 00 02 00 01 70 01 01 6c " // locals
            "07 04 01 00 01 67");               // globals
  EXPECT_EQ(section("(module (func))", 0), "none");
}

TEST(Assembler, CustomAnnotations) {
  EXPECT_EQ(section("(module (@custom \"c\" (after func) \"x\" \"y\") (func))", 0), "01 63 78 79");
  EXPECT_NE(errorOf("(func (@custom \"c\"))").find("misplaced @custom"), std::string::npos);
  EXPECT_NE(errorOf("(@custom 1)").find("missing section name"), std::string::npos);
  EXPECT_EQ(errorOf("(func (@whatever (x) y) nop)"), "no error");
}

TEST(Assembler, NameAnnotationsReplaceIdentifiers) {
  EXPECT_EQ(section("(module $m (@name \"N\") (func $f (@name \"g h\") (param $p (@name \"q\") "
                    "i32)))",
                    0),
            "04 6e 61 6d 65 00 02 01 4e 01 06 01 00 03 67 20 68 02 06 01 00 01 00 01 71");
  EXPECT_NE(errorOf("(module (@name \"a\") (@name \"b\"))").find("multiple module"),
            std::string::npos);
  EXPECT_NE(errorOf("(module (func) (@name \"a\"))").find("misplaced @name annotation"),
            std::string::npos);
}

TEST(Assembler, BranchHints) {
  // The hint speaks of the `if` at offset 3 of the body and the `br_if` at 8.
  EXPECT_EQ(section("(func (param i32) local.get 0 (@metadata.code.branch_hint \"\\01\") if end "
                    "(@metadata.code.branch_hint \"\\00\") (br_if 0 (local.get 0)))",
                    0),
            "19 6d 65 74 61 64 61 74 61 2e 63 6f 64 65 2e 62 72 61 6e 63 68 5f 68 69 6e 74 "
            "01 00 02 03 01 01 08 01 00");
  EXPECT_NE(errorOf("(func (@metadata.code.branch_hint \"\\01\") nop)").find("invalid target"),
            std::string::npos);
  EXPECT_NE(errorOf("(@metadata.code.branch_hint \"\\01\") (func)").find("not in a function"),
            std::string::npos);
}

TEST(Assembler, DuplicatesAndUnknowns) {
  EXPECT_NE(errorOf("(func $f) (func $f)").find("duplicate func $f"), std::string::npos);
  EXPECT_NE(errorOf("(func (param $x i32) (local $x i32))").find("duplicate local"),
            std::string::npos);
  EXPECT_NE(errorOf("(func (call $f))").find("unknown function $f"), std::string::npos);
  EXPECT_NE(errorOf("(func (global.get $f))").find("unknown global $f"), std::string::npos);
}

TEST(Assembler, ErrorsShowTheirPlace) {
  EXPECT_EQ(errorOf("(module\n  (func\n    i32.const 4294967296))"),
            "sinter: error: t.wat:3:15: i32 constant out of range\n"
            "    i32.const 4294967296))\n"
            "              ^\n");
  EXPECT_NE(errorOf("(module (func)").find("unexpected token"), std::string::npos);
  EXPECT_NE(errorOf("(module) (module)").find("unexpected token"), std::string::npos);
  EXPECT_NE(errorOf("(module))").find("unexpected token )"), std::string::npos);
  EXPECT_NE(errorOf("(module (func (drop (i32.const0))))").find("unknown operator"),
            std::string::npos);
  EXPECT_NE(errorOf("(module quote \"(func)\")").find("unexpected token"), std::string::npos);
}

TEST(Assembler, SourceMapLeadsBackToInstructions) {
  std::string text = "(module (func (export \"f\") (result i32)\n  i32.const 1\n  i32.eqz))";
  Assembled result = assemble(text);
  ASSERT_EQ(result.error, "");
  // The last bytes of the code section: i32.const 1, i32.eqz, end.
  std::string all = hex(result.bytes);
  size_t at = all.find("41 01 45 0b") / 3;
  ASSERT_NE(at, std::string::npos / 3);
  EXPECT_EQ(result.map.textOffset(at), text.find("i32.const"));
  EXPECT_EQ(result.map.textOffset(at + 1), text.find("i32.const"));
  EXPECT_EQ(result.map.textOffset(at + 2), text.find("i32.eqz"));
}

TEST(Assembler, RecognisesText) {
  EXPECT_TRUE(looksLikeText(" \n(module)"));
  EXPECT_TRUE(looksLikeText(";; a comment"));
  EXPECT_FALSE(looksLikeText(std::string_view("\0asm\1\0\0\0", 8)));
  EXPECT_FALSE(looksLikeText("\x7f"
                             "ELF"));
  EXPECT_FALSE(looksLikeText(""));
}

} // namespace
