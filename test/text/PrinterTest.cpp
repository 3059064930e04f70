//===-- PrinterTest.cpp - Bytes to text and back ------------------------------===//
//
// What is printed must assemble to what was printed; the text itself is pinned
// where people look at it.
//
//===----------------------------------------------------------------------===//

#include "text/Printer.h"
#include "TextTesting.h"

using namespace sinter;
using namespace sinter::test;

namespace {

struct Printed {
  std::string text;
  std::string error;
};

Printed print(Bytes bytes) {
  Printed printed;
  Diagnostics diag("t.wasm");
  TextSink sink = [&](std::string_view part) {
    printed.text += part;
    return true;
  };
  bool done = printModule(bytes, diag, sink);
  printed.error = diag.render();
  EXPECT_EQ(done, printed.error.empty());
  return printed;
}

/// The text of the module that `text` is.
std::string reprint(std::string_view text) {
  Assembled module = assemble(text);
  EXPECT_EQ(module.error, "");
  Printed printed = print(module.bytes);
  EXPECT_EQ(printed.error, "");
  Assembled again = assemble(printed.text);
  EXPECT_EQ(again.error, "") << printed.text;
  EXPECT_EQ(hex(again.bytes), hex(module.bytes)) << printed.text;
  EXPECT_EQ(printed.text.find(";; This text"), std::string::npos) << printed.text;
  return printed.text;
}

void expectContains(const std::string &text, std::string_view part) {
  EXPECT_NE(text.find(part), std::string::npos) << "no " << part << " in:\n" << text;
}

/// Bytes of a module with these sections.
std::vector<uint8_t> module(std::initializer_list<uint8_t> sections) {
  std::vector<uint8_t> bytes = {0, 'a', 's', 'm', 1, 0, 0, 0};
  bytes.insert(bytes.end(), sections);
  return bytes;
}

TEST(Printer, WholeModule) {
  EXPECT_EQ(reprint("(module $m (func $f (export \"f\") (param $x i32) (result i32)"
                    "  (if (result i32) (local.get $x) (then (i32.const -1)) (else"
                    "   (block (br_if 1 (i32.const 1) (local.get $x)) (drop)) (i32.const 2)))))"),
            "(module $m\n"
            "  (type (;0;) (func (param i32) (result i32)))\n"
            "  (export \"f\" (func $f))\n"
            "  (func $f (;0;) (type 0) (param $x i32) (result i32)\n"
            "    local.get $x\n"
            "    if (result i32) (;@1;)\n"
            "      i32.const -1\n"
            "    else\n"
            "      block (;@2;)\n"
            "        i32.const 1\n"
            "        local.get $x\n"
            "        br_if 1 (;@1;)\n"
            "        drop\n"
            "      end\n"
            "      i32.const 2\n"
            "    end))\n");
  EXPECT_EQ(reprint("(module)"), "(module)\n");
}

TEST(Printer, EveryImmediate) {
  reprint("(module (memory 1) (memory $n 1) (memory $big i64 1) (table 1 funcref)"
          "(table $u 2 externref) (global $g (mut i64) (i64.const -9)) (tag $e (param i32))"
          "(type $s (struct (field $a i8) (field (mut (ref null $s)))))"
          "(type $v (array (mut i32))) (type $t (func)) (data $d \"x\") (elem $l func $f)"
          "(func $f (local $x v128)"
          "  block br 0 end loop (result i32 i32) i32.const 1 i32.const 2 end"
          "  br_table 0 0 0 call $f call_indirect (type $t) call_indirect $u (param i32)"
          "  return_call_indirect (type $t) return_call $f call_ref $t return_call_ref $t"
          "  memory.init $d memory.init $n $d data.drop $d memory.copy memory.copy $n $big"
          "  memory.fill $n memory.size memory.grow $big table.init $l table.init $u $l"
          "  elem.drop $l table.copy table.copy $u 0 table.get $u table.set table.size $u"
          "  table.grow table.fill i32.load i32.load $n offset=4 align=1"
          "  i64.store $big offset=0x100000000 v128.load8_lane 3 v128.load64_lane $n align=2 1"
          "  i8x16.extract_lane_s 15 i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31"
          "  v128.const i64x2 -1 0x123456789abcdef0 f32.const nan:0x1 f64.const -0x1.8p-1074"
          "  f64.const -inf f32.const -nan ref.null func ref.null $s ref.func $f"
          "  select select (result i32) select (result externref) global.get $g global.set $g"
          "  local.get $x local.tee 0 try_table (result i32) (catch $e 0) (catch_all 1) end"
          "  throw $e throw_ref try catch $e rethrow 0 catch_all end try delegate 0"
          "  struct.new $s struct.get_s $s $a struct.set $s 1 array.new_fixed $v 3"
          "  array.new_data $v $d array.init_elem $v $l array.copy $v $v ref.test (ref $s)"
          "  ref.cast (ref null eq) br_on_cast 0 anyref (ref i31) br_on_cast_fail 0 eqref structref"
          "  i32.atomic.rmw8.add_u offset=1 memory.atomic.notify memory.atomic.wait64 $n"
          "  atomic.fence i64.add128 i32x4.relaxed_trunc_f32x4_s))");
}

TEST(Printer, FloatsAreExact) {
  std::string text = reprint("(func f32.const 0.1 f32.const 16777216 f64.const 1e300 f64.const -0 "
                             "f32.const 1e-45 f64.const nan:0x8000000000000 f64.const nan:0x123)");
  expectContains(text, "f32.const 0.1\n");
  expectContains(text, "f64.const 1e+300\n");
  expectContains(text, "f64.const -0\n");
  expectContains(text, "f32.const 1e-45\n");
  expectContains(text, "f64.const nan\n");
  expectContains(text, "f64.const nan:0x123)");
}

TEST(Printer, Types) {
  reprint("(rec) (rec (type $a (sub (struct (field (ref null $b))))) (type $b (func (param (ref $a)"
          " (ref null extern) i64) (result funcref (ref null none)))))"
          "(type (sub final $a (struct))) (type (sub $a $a (array i16)))");
}

TEST(Printer, ImportsAndExports) {
  reprint("(import \"a\\00\\22\\\\\" \"\\c3\\bc\" (func $f (param i32))) (import \"m\" \"t\" "
          "(table i64 1 2 externref)) (import \"m\" \"\" (memory 1 2 shared)) (import \"m\" \"g\" "
          "(global (mut f32))) (import \"m\" \"e\" (tag (param i32)))"
          "(func (import \"m\" \"n\") (param $p i32) (param i64)) (export \"\" (func $f))"
          "(export \"t\" (table 0)) (export \"m\" (memory 0)) (export \"e\" (tag 0)) (start 0)"
          "(memory 1 (pagesize 1)) (table 3 (ref null func) (ref.func 0))");
}

TEST(Printer, SegmentsInEveryForm) {
  reprint(
      "(table 1 funcref) (table $t 1 funcref) (func $f) (memory 1) (memory $m 1)"
      "(elem (i32.const 0) $f 0) (elem func) (elem (table $t) (i32.const 0) func $f)"
      "(elem declare func $f) (elem (offset (i32.const 0)) funcref (ref.func $f))"
      "(elem funcref (item ref.null func)) (elem (table $t) (i32.const 0) externref)"
      "(elem declare funcref) (elem (ref func) (ref.func 0) (item ref.func 0))"
      "(elem (table 0) (offset i32.const 1 i32.const 2 i32.add) externref)"
      "(elem func 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0)"
      "(data (i32.const 0) \"a\\n\\ff\\7f\") (data \"\") (data (memory $m) (i32.const 0))"
      "(data (offset) \"0123456789012345678901234567890123456789012345678901234567890123456\")");
}

TEST(Printer, NamesBecomeIdentifiers) {
  std::string text = reprint("(module $\"a module\" (func $f (param $p i32) (param i32) (local $q"
                             " i32) (local i64) local.get $p local.get $q call $f)"
                             "(func (@name \"f\")) (func $\"f g\" (@name \"\"))"
                             "(memory $mem 1) (table $t 1 funcref) (global $g i32 i32.const 0)"
                             "(elem $e func) (data $d \"\") (type $y (struct (field $x i8)))"
                             "(tag $tag))");
  expectContains(text, "(module $\"a module\"");
  expectContains(text, "(func $f (;0;) (type 1) (param $p i32) (param i32)");
  expectContains(text, "(func $f#1 (@name \"f\") (;1;)");
  expectContains(text, "(func $#2 (@name \"\") (;2;)");
  expectContains(text, "local.get $q");
}

TEST(Printer, CustomSectionsKeepTheirPlaces) {
  std::string text = reprint("(@custom \"first\" (before first) \"1\") (@custom \"c\" (after func)"
                             " \"\\00x\") (@custom \"d\" (before code)) (func $f) (data \"\")"
                             "(@custom \"z\" (after data) \"z\")");
  expectContains(text, "(@custom \"first\" (before first) \"1\")");
  expectContains(text, "(@custom \"c\" (after func) \"\\00x\")");
  // The name section that $f stands for is the last one, as the assembler has it.
  EXPECT_EQ(text.find("names"), std::string::npos);
}

TEST(Printer, TheNameSectionMayStandElsewhere) {
  std::string text = reprint("(module (func $f) (@sinter.names (after code)) (@custom \"after\" "
                             "(after code) \"\"))");
  expectContains(text, "(@sinter.names (after code))");
  EXPECT_NE(errorOf("(@sinter.names)").find("malformed placement"), std::string::npos);
  EXPECT_NE(errorOf("(@sinter.names (before first)) (@sinter.names (before first))")
                .find("malformed @sinter.names annotation"),
            std::string::npos);
  EXPECT_NE(errorOf("(func (@sinter.names (before first)))").find("misplaced @sinter.names"),
            std::string::npos);
}

TEST(Printer, ANameSectionThatIdentifiersCannotMakeIsKept) {
  // Labels (subsection 3) have no place in the text.
  std::string text = reprint("(module (func $f) (@custom \"name\" \"\\01\\04\\01\\00\\01f"
                             "\\03\\01\\00\"))");
  expectContains(text, "(@custom \"name\"");
  expectContains(text, "(func $f (;0;)");
  // Broken: no identifiers.
  text = reprint("(module (func) (@custom \"name\" \"\\01\\7f\"))");
  expectContains(text, "(func (;0;)");
  // Of a function that is not there.
  reprint("(module (func) (@custom \"name\" \"\\01\\04\\01\\07\\01f\"))");
}

TEST(Printer, BranchHintsBecomeAnnotations) {
  std::string text =
      reprint("(func (param i32) local.get 0 (@metadata.code.branch_hint \"\\01\") if end"
              " local.get 0 (@metadata.code.branch_hint \"\\00\") br_if 0)");
  expectContains(text, "(@metadata.code.branch_hint \"\\01\") if");
  expectContains(text, "(@metadata.code.branch_hint \"\\00\") br_if 0");
  // Not where the assembler would put them: a custom section like any other.
  expectContains(reprint("(func) (@custom \"metadata.code.branch_hint\" (after code) \"\\00\")"),
                 "(@custom \"metadata.code.branch_hint\"");
}

TEST(Printer, WhatTheAssemblerWouldNotDoByItself) {
  expectContains(reprint("(data \"a\") (@sinter.datacount)"), "(@sinter.datacount)");
  EXPECT_EQ(section("(data \"a\") (@sinter.datacount)", 12), "01");
  std::string text = reprint("(func (local i32) (@sinter.run) (local $x i32) (local i32) (local"
                             " f32))");
  expectContains(text, "(local i32)\n    (@sinter.run)\n    (local $x i32)\n    (local i32 f32)");
  EXPECT_EQ(section("(func (local i32) (@sinter.run) (local i32))", 10), "01 06 02 01 7f 01 7f 0b");
}

TEST(Printer, IntegersKeepTheirLengths) {
  std::string text = reprint("(memory 1) (func (@sinter.lengths 5) call 0 (@sinter.lengths 5)"
                             " i32.const -1 (@sinter.lengths 4) i32.const 64 (@sinter.lengths 10)"
                             " i64.const 0 (@sinter.lengths 1 5) i32.load (@sinter.lengths 3)"
                             " memory.size (@sinter.lengths 1 2 3 4) br_table 0 0 0"
                             " (@metadata.code.branch_hint \"\\01\") (@sinter.lengths 5) br_if 0)");
  expectContains(text, "\n    (@sinter.lengths 5) call 0\n");
  expectContains(text, "(@sinter.lengths 1 5) i32.load\n");
  expectContains(text, "\"\\01\") (@sinter.lengths 5) br_if 0");
  EXPECT_EQ(code("(@sinter.lengths 5) i32.const -3"), "41 fd ff ff ff 7f");
  EXPECT_EQ(code("(@sinter.lengths 3) i32.const 64"), "41 c0 80 00");
  EXPECT_EQ(code("(@sinter.lengths 3) local.get 0"), "20 80 80 00");
  for (const char *wrong : {"(@sinter.lengths 1) i32.const 64", "(@sinter.lengths 11) i64.const 0",
                            "(@sinter.lengths 1 1) i32.const 0", "(@sinter.lengths) i32.const 0",
                            "(@sinter.lengths 8) f64.const 0"})
    EXPECT_NE(code(wrong).find("these do not fit the instruction"), std::string::npos) << wrong;
  EXPECT_NE(code("(@sinter.lengths x) nop").find("malformed @sinter.lengths"), std::string::npos);
}

TEST(Printer, SizesOfSectionsKeepTheirLengths) {
  std::string text = reprint("(@custom \"c\" (before first)) (type (func)) (memory 1) (func $f)"
                             "(@sinter.sections 5 2 1 5 1)");
  expectContains(text, "(@sinter.sections 5 2 1 5 1 1)");
  Printed printed = print(module({1, 0x84, 0x80, 0, 1, 0x60, 0, 0, 5, 1, 0}));
  expectContains(printed.text, ";; 1 encodings are longer");
  EXPECT_EQ(printed.text.find("sinter.sections"), std::string::npos);
}

TEST(Printer, LongEncodingsAreAdmitted) {
  // (type (func)) with a count in two bytes; an empty function section.
  Printed printed = print(module({1, 5, 0x81, 0, 0x60, 0, 0, 3, 1, 0}));
  EXPECT_EQ(printed.text, "(module\n"
                          "  (type (;0;) (func)))\n"
                          ";; This text assembles to an equivalent module, but not to the same "
                          "bytes:\n"
                          ";; 1 encodings are longer than need be in the binary module\n"
                          ";; 1 sections of it are empty\n");
}

TEST(Printer, MalformedModulesAreRefused) {
  auto errorOfBytes = [](std::initializer_list<uint8_t> sections) {
    return print(module(sections)).error;
  };
  EXPECT_NE(print({}).error.find("not a WebAssembly module"), std::string::npos);
  EXPECT_NE(errorOfBytes({14, 0}).find("0x8: malformed section id"), std::string::npos);
  EXPECT_NE(errorOfBytes({1, 9}).find("unexpected end"), std::string::npos);
  EXPECT_NE(errorOfBytes({5, 4, 1, 8, 1, 100}).find("malformed custom page size"),
            std::string::npos);
  EXPECT_NE(errorOfBytes({10, 3, 0, 1, 2}).find("section size mismatch"), std::string::npos);
  EXPECT_NE(errorOfBytes({3, 2, 1, 0}).find("inconsistent lengths"), std::string::npos);
  auto body = [&](std::initializer_list<uint8_t> code) {
    std::vector<uint8_t> bytes = {1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10};
    bytes.push_back(uint8_t(code.size() + 3));
    bytes.push_back(1);
    bytes.push_back(uint8_t(code.size() + 1));
    bytes.push_back(0);
    bytes.insert(bytes.end(), code);
    std::vector<uint8_t> whole = module({});
    whole.insert(whole.end(), bytes.begin(), bytes.end());
    return print(whole).error;
  };
  EXPECT_EQ(body({0x0b}), "");
  EXPECT_NE(body({0x05, 0x0b}).find("0x17: else outside of its block"), std::string::npos);
  EXPECT_NE(body({0x06, 0x40, 0x19, 0x07, 0, 0x0b, 0x0b}).find("catch outside"), std::string::npos);
  EXPECT_NE(body({0xff}).find("illegal opcode"), std::string::npos);
  EXPECT_NE(body({0x01}).find("unexpected end"), std::string::npos);
  EXPECT_NE(body({0x0b, 0x01}).find("content after the end"), std::string::npos);
}

TEST(Printer, NestingAsDeepAsMayBe) {
  std::string blocks;
  for (unsigned i = 0; i < 100000; ++i)
    blocks += "block ";
  for (unsigned i = 0; i < 100000; ++i)
    blocks += "end ";
  std::string text = reprint("(func " + blocks + ")");
  EXPECT_LT(text.size(), size_t(25000000)); // indentation has an end
}

TEST(Printer, AFullSinkStops) {
  Assembled module = assemble("(func)");
  Diagnostics diag("t.wasm");
  TextSink sink = [](std::string_view) { return false; };
  EXPECT_FALSE(printModule(module.bytes, diag, sink));
  EXPECT_FALSE(diag.hasErrors());
}

} // namespace
