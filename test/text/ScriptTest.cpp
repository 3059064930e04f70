//===-- ScriptTest.cpp - Commands of test scripts ----------------------------===//

#include "text/Script.h"

#include <gtest/gtest.h>

using namespace sinter;
using Kind = ScriptCommand::Kind;

namespace {

ScriptCommand one(std::string_view text) {
  std::vector<ScriptCommand> commands = parseScript(text);
  EXPECT_EQ(commands.size(), 1u) << text;
  return commands.empty() ? ScriptCommand() : std::move(commands[0]);
}

TEST(Script, EachCommandStandsForItself) {
  std::vector<ScriptCommand> commands = parseScript("(module (func))\n"
                                                    "(module (func\n  bogus))\n"
                                                    "(frobnicate 1)\n"
                                                    "x\n"
                                                    "(assert_return (invoke \"f\"))");
  ASSERT_EQ(commands.size(), 5u);
  EXPECT_EQ(commands[0].kind, Kind::Module);
  EXPECT_EQ(commands[1].kind, Kind::Unparsed);
  EXPECT_EQ(commands[1].line, 2u);
  EXPECT_EQ(commands[1].errorLine, 3u);
  EXPECT_EQ(commands[1].error, "unknown operator bogus");
  EXPECT_EQ(commands[2].kind, Kind::Unparsed);
  EXPECT_EQ(commands[3].kind, Kind::Unparsed);
  EXPECT_EQ(commands[4].kind, Kind::AssertReturn);
  EXPECT_EQ(commands[4].line, 6u);
}

TEST(Script, Modules) {
  ScriptCommand text = one("(module $m (func))");
  EXPECT_EQ(text.module.form, ScriptModule::Form::Text);
  EXPECT_EQ(text.module.name, "m");
  EXPECT_FALSE(text.module.isDefinition);
  EXPECT_GT(text.module.bytes.size(), 8u);
  ScriptCommand binary = one("(module definition $b binary \"\\00asm\" \"\\01\\00\\00\\00\")");
  EXPECT_EQ(binary.module.form, ScriptModule::Form::Binary);
  EXPECT_EQ(binary.module.bytes.size(), 8u);
  EXPECT_TRUE(binary.module.isDefinition);
  ScriptCommand quote = one("(module quote \"(func $f)\" \"(func (call $f))\")");
  EXPECT_EQ(quote.module.form, ScriptModule::Form::Quote);
  EXPECT_GT(quote.module.bytes.size(), 8u);
  ScriptCommand instance = one("(module instance $i $m)");
  EXPECT_EQ(instance.kind, Kind::Instance);
  EXPECT_EQ(instance.name, "i");
  EXPECT_EQ(instance.source, "m");
  EXPECT_EQ(one("(module quote \"(func\")").kind, Kind::Unparsed);
}

TEST(Script, BareFieldsAreOneModule) {
  ScriptCommand command = one("(func) (memory 0) (func (export \"f\"))");
  EXPECT_EQ(command.kind, Kind::Module);
  EXPECT_FALSE(command.module.textError);
}

TEST(Script, RegisterAndActions) {
  ScriptCommand registered = one("(register \"m\" $x)");
  EXPECT_EQ(registered.kind, Kind::Register);
  EXPECT_EQ(registered.name, "m");
  EXPECT_EQ(registered.source, "x");
  ScriptCommand invoked = one("(invoke $x \"f\" (i32.const -1) (f64.const 0x1p0) (ref.null extern) "
                              "(ref.extern 7) (v128.const i32x4 1 2 3 4))");
  EXPECT_EQ(invoked.kind, Kind::Action);
  EXPECT_EQ(invoked.action.module, "x");
  EXPECT_EQ(invoked.action.name, "f");
  ASSERT_EQ(invoked.action.arguments.size(), 5u);
  EXPECT_EQ(invoked.action.arguments[0].type, ScriptType::I32);
  EXPECT_EQ(invoked.action.arguments[0].bits, 0xffffffffu);
  EXPECT_EQ(invoked.action.arguments[1].bits, 0x3ff0000000000000u);
  EXPECT_EQ(invoked.action.arguments[2].type, ScriptType::RefNull);
  EXPECT_EQ(invoked.action.arguments[2].heap, HeapType(HeapType::Extern));
  EXPECT_EQ(invoked.action.arguments[3].bits, 7u);
  EXPECT_EQ(invoked.action.arguments[4].vector[4], 2u);
  EXPECT_EQ(one("(get \"g\")").action.kind, ScriptAction::Kind::Get);
  EXPECT_EQ(one("(invoke \"f\" (f32.const nan:canonical))").kind, Kind::Unparsed);
  EXPECT_EQ(one("(invoke \"f\" (i32.const 4294967296))").kind, Kind::Unparsed);
}

TEST(Script, ExpectedResults) {
  ScriptCommand command =
      one("(assert_return (invoke \"f\") (i64.const -1) (f32.const nan:canonical) "
          "(f64.const nan:arithmetic) (f32.const nan:0x200000) (ref.null) (ref.null func) "
          "(ref.extern) (ref.extern 3) (ref.func) (v128.const f64x2 nan:canonical 1) "
          "(either (i32.const 1) (i32.const 2)))");
  ASSERT_EQ(command.kind, Kind::AssertReturn) << command.error;
  const std::vector<ExpectedResult> &results = command.results;
  ASSERT_EQ(results.size(), 11u);
  EXPECT_EQ(results[0].lanes[0].bits, ~uint64_t(0));
  EXPECT_EQ(results[1].lanes[0].kind, ExpectedLane::Kind::CanonicalNan);
  EXPECT_EQ(results[2].lanes[0].kind, ExpectedLane::Kind::ArithmeticNan);
  EXPECT_EQ(results[3].lanes[0].bits, 0x7fa00000u);
  EXPECT_FALSE(results[4].heap);
  EXPECT_EQ(results[5].heap, HeapType(HeapType::Func));
  EXPECT_FALSE(results[6].hostNumber);
  EXPECT_EQ(results[7].hostNumber, 3u);
  EXPECT_EQ(results[8].type, ScriptType::RefFunc);
  ASSERT_EQ(results[9].lanes.size(), 2u);
  EXPECT_EQ(results[9].laneBits, 64u);
  EXPECT_EQ(results[9].lanes[0].kind, ExpectedLane::Kind::CanonicalNan);
  ASSERT_EQ(results[10].alternatives.size(), 2u);
  EXPECT_EQ(results[10].alternatives[1].lanes[0].bits, 2u);
}

TEST(Script, Assertions) {
  EXPECT_EQ(one("(assert_trap (invoke \"f\") \"boom\")").message, "boom");
  EXPECT_EQ(one("(assert_trap (module (func)) \"boom\")").kind, Kind::AssertTrapModule);
  EXPECT_EQ(one("(assert_exhaustion (invoke \"f\") \"call stack exhausted\")").kind,
            Kind::AssertExhaustion);
  EXPECT_EQ(one("(assert_exception (invoke \"f\"))").kind, Kind::AssertException);
  EXPECT_EQ(one("(assert_unlinkable (module) \"unknown import\")").kind, Kind::AssertUnlinkable);
  EXPECT_EQ(one("(assert_return (get $m \"g\") (i32.const 1))").action.kind,
            ScriptAction::Kind::Get);
  EXPECT_EQ(one("(assert_return)").kind, Kind::Unparsed);
}

TEST(Script, MalformedTextIsWhatIsAsserted) {
  ScriptCommand command = one("(assert_malformed (module quote \"(func br 0drop)\") \"unknown "
                              "operator\")");
  ASSERT_EQ(command.kind, Kind::AssertMalformed);
  ASSERT_TRUE(command.module.textError);
  EXPECT_EQ(*command.module.textError, "unknown operator 0drop");
  ScriptCommand wrong = one("(assert_malformed (module quote \"(func)\") \"unknown operator\")");
  EXPECT_FALSE(wrong.module.textError);
  ScriptCommand binary = one("(assert_malformed (module binary \"\") \"unexpected end\")");
  EXPECT_FALSE(binary.module.textError);
  EXPECT_TRUE(binary.module.bytes.empty());
  ScriptCommand invalid = one("(assert_invalid (module (func $f (result i32))) \"type mismatch\")");
  EXPECT_EQ(invalid.kind, Kind::AssertInvalid);
  EXPECT_FALSE(invalid.module.textError);
}

} // namespace
