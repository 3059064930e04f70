//===-- InstructionTextTest.cpp - Instructions and their immediates ----------===//

#include "TextTesting.h"

#include "wasm/Instruction.h"

using namespace sinter;
using namespace sinter::test;

namespace {

TEST(InstructionText, FoldedIsFlat) {
  EXPECT_EQ(code("(i32.add (i32.const 1) (i32.mul (i32.const 2) (i32.const 3))) drop"),
            code("i32.const 1 i32.const 2 i32.const 3 i32.mul i32.add drop"));
  EXPECT_EQ(code("i32.const 1 (drop)"), "41 01 1a");
  EXPECT_NE(code("(nop nop)").find("unexpected token"), std::string::npos);
}

TEST(InstructionText, If) {
  EXPECT_EQ(code("(if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2))) drop"),
            "20 00 04 7f 41 01 05 41 02 0b 1a");
  EXPECT_EQ(code("(if (local.get 0) (i32.eqz) (then))"), "20 00 45 04 40 0b");
  EXPECT_EQ(code("local.get 0 if $a br $a else $a end $a"), "20 00 04 40 0c 00 05 0b");
  EXPECT_NE(code("(if (local.get 0))").find("unexpected token"), std::string::npos);
  EXPECT_NE(code("(if (then) (then))").find("unexpected token"), std::string::npos);
  EXPECT_NE(code("(if (else))").find("unexpected token"), std::string::npos);
  EXPECT_NE(code("else").find("unexpected token"), std::string::npos);
}

TEST(InstructionText, Labels) {
  EXPECT_EQ(code("(block $a (block $b (br $a) (br $b)))"), "02 40 02 40 0c 01 0c 00 0b 0b");
  EXPECT_EQ(code("(block $a (block $a (br $a)) (br $a))"), "02 40 02 40 0c 00 0b 0c 00 0b");
  EXPECT_EQ(code("(block $a (br_table $a 1 $a (local.get 0)))"), "02 40 20 00 0e 02 00 01 00 0b");
  EXPECT_NE(code("block $a end $b").find("mismatching label"), std::string::npos);
  EXPECT_NE(code("block end $b").find("mismatching label"), std::string::npos);
  EXPECT_NE(code("(block $a) (br $a)").find("unknown label"), std::string::npos);
  EXPECT_NE(code("block").find("unexpected token"), std::string::npos);
  EXPECT_NE(code("end").find("unexpected token"), std::string::npos);
}

TEST(InstructionText, BlockTypes) {
  EXPECT_EQ(code("(loop (result i32) (i32.const 1)) drop"), "03 7f 41 01 0b 1a");
  // Type 0 is the function's own, [i32] -> []; two results make a new one.
  EXPECT_EQ(code("(block (param i32) drop)"), "02 00 1a 0b");
  EXPECT_EQ(code("(block (type 0))"), "02 00 0b");
  EXPECT_EQ(code("(block (result i32 i32))"), "02 01 0b");
  EXPECT_NE(code("(block (param $x i32))").find("unexpected token"), std::string::npos);
}

TEST(InstructionText, Try) {
  EXPECT_EQ(section("(tag $e) (func (block $l (try_table (catch $e $l) (catch_all $l))))", 10),
            "01 0e 00 02 40 1f 40 02 00 00 00 02 00 0b 0b 0b");
  EXPECT_EQ(section("(tag $e) (func (try $l (do (nop)) (catch $e (rethrow $l)) (catch_all)))", 10),
            "01 0b 00 06 40 01 07 00 09 00 19 0b 0b");
  EXPECT_EQ(section("(func (try $l (do (nop)) (delegate 0)))", 10), "01 07 00 06 40 01 18 00 0b");
  EXPECT_EQ(section("(func try nop delegate 0)", 10), "01 07 00 06 40 01 18 00 0b");
}

TEST(InstructionText, Constants) {
  EXPECT_EQ(code("i32.const -1 i64.const 0xffffffffffffffff"), "41 7f 42 7f");
  EXPECT_EQ(code("i32.const 0xffff_ffff"), "41 7f");
  EXPECT_EQ(code("f32.const 1 f64.const -0x1p-1074"), "43 00 00 80 3f 44 01 00 00 00 00 00 00 80");
  EXPECT_EQ(code("v128.const i16x8 0 -1 2 3 4 5 6 65535"),
            "fd 0c 00 00 ff ff 02 00 03 00 04 00 05 00 06 00 ff ff");
  EXPECT_NE(code("v128.const i32x4 1 2 3").find("wrong number of lane literals"),
            std::string::npos);
  EXPECT_NE(code("f32.const nan:canonical").find("unexpected token"), std::string::npos);
}

TEST(InstructionText, MemoryArguments) {
  EXPECT_EQ(code("i32.load"), "28 02 00");
  EXPECT_EQ(code("i64.load8_u offset=0x80 align=1"), "31 00 80 01");
  EXPECT_EQ(code("i64.store32 0 align=2"), "3e 01 00");
  EXPECT_EQ(code("v128.load8x8_s v128.load64_zero v128.load"),
            "fd 01 03 00 fd 5d 03 00 fd 00 04 00");
  EXPECT_EQ(code("v128.load8_lane 1 v128.load8_lane 0 2 v128.store16_lane align=1 3"),
            "fd 54 00 00 01 fd 54 00 00 02 fd 59 00 00 03");
  EXPECT_EQ(section("(memory 1) (memory $m 1) (func i32.load $m offset=1)", 10),
            "01 06 00 28 42 01 01 0b");
  EXPECT_NE(code("i32.load align=3").find("alignment must be a power of two"), std::string::npos);
  EXPECT_NE(code("i32.load align=0").find("alignment must be a power of two"), std::string::npos);
  EXPECT_NE(code("i32.load offset=-1").find("unknown operator"), std::string::npos);
  EXPECT_NE(code("i32.load offset=18446744073709551616").find("out of range"), std::string::npos);
}

TEST(InstructionText, NaturalAlignmentOfAtomics) {
  EXPECT_EQ(code("i64.atomic.rmw16.add_u i32.atomic.load memory.atomic.wait64 "
                 "memory.atomic.notify"),
            "fe 23 01 00 fe 10 02 00 fe 02 03 00 fe 00 02 00");
}

TEST(InstructionText, BulkOperations) {
  EXPECT_EQ(code("memory.init $d memory.init 0 $d memory.copy memory.fill"),
            "fc 08 00 00 fc 08 00 00 fc 0a 00 00 fc 0b 00");
  EXPECT_EQ(code("table.init $e table.init $t $e table.copy table.copy $t 0 elem.drop $e"),
            "fc 0c 00 00 fc 0c 00 01 fc 0e 00 00 fc 0e 01 00 fc 0d 00");
  EXPECT_EQ(code("table.get table.set $t table.size table.grow $t table.fill"),
            "25 00 26 01 fc 10 00 fc 0f 01 fc 11 00");
}

TEST(InstructionText, CallsAndReferences) {
  EXPECT_EQ(code("call 0 call_indirect (param i32) call_indirect $t (type 0)"),
            "10 00 11 00 00 11 00 01");
  EXPECT_EQ(code("select select (result i32) select (result funcref)"), "1b 1c 01 7f 1c 01 70");
  EXPECT_EQ(code("ref.null func ref.null extern ref.null 0 ref.func 0 ref.is_null"),
            "d0 70 d0 6f d0 00 d2 00 d1");
  EXPECT_EQ(code("ref.test (ref func) ref.test funcref ref.cast (ref null 0)"),
            "fb 14 70 fb 15 70 fb 17 00");
  EXPECT_EQ(code("br_on_cast 0 anyref (ref i31)"), "fb 18 01 00 6e 6c");
  EXPECT_NE(code("call_indirect (param $x i32)").find("unexpected token"), std::string::npos);
}

TEST(InstructionText, UnknownAndMisplacedWords) {
  EXPECT_NE(code("get_local 0").find("unknown operator get_local"), std::string::npos);
  EXPECT_NE(code("(func)").find("unexpected token func"), std::string::npos);
  EXPECT_NE(code("i32.const").find("unexpected token"), std::string::npos);
  EXPECT_NE(code("local.get 4294967296").find("i32 constant out of range"), std::string::npos);
}

/// Every operator of the table that needs no block around it is read and comes out as itself.
TEST(InstructionText, EveryOperatorIsKnown) {
  for (unsigned i = 0; i < opcodeCount; ++i) {
    const OpcodeInfo &info = opcodeInfo(Opcode(i));
    if (info.immediates != ImmediateKind::None || Opcode(i) == Opcode::Else ||
        Opcode(i) == Opcode::End || Opcode(i) == Opcode::CatchAll)
      continue;
    ByteWriter expected;
    if (info.prefix != 0) {
      expected.u8(info.prefix);
      expected.leb(info.code);
    } else {
      expected.u8(uint8_t(info.code));
    }
    EXPECT_EQ(code(std::string(info.text)), hex(expected.out)) << info.text;
  }
}

TEST(InstructionText, NestsAsDeepAsItLikes) {
  constexpr int depth = 200'000;
  std::string text = "(func ";
  for (int i = 0; i < depth; ++i)
    text += "(block $l (br $l) ";
  text += std::string(depth + 1, ')');
  EXPECT_EQ(errorOf(text), "no error");
  std::string folded = "(func (result i32) ";
  for (int i = 0; i < depth; ++i)
    folded += "(i32.eqz ";
  EXPECT_EQ(errorOf(folded + "(i32.const 0)" + std::string(depth + 1, ')')), "no error");
  EXPECT_NE(errorOf(folded), "no error");
}

} // namespace
