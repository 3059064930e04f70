//===-- FunctionValidatorTest.cpp - Bodies, well typed and otherwise -------===//
#include "ModuleBuilder.h"

#include <gtest/gtest.h>

using namespace sinter;
using namespace sinter::test;

namespace {

TEST(Body, FixedSignatures) {
  EXPECT_EQ(checkCode({0x41, 1, 0x41, 2, 0x6a}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x43, 0, 0, 0, 0, 0x41, 2, 0x6a}, {}, {i32}),
            "type mismatch in i32.add: expected [i32 i32], got [f32 i32]");
  EXPECT_EQ(checkCode({0x41, 2, 0x6a}, {}, {i32}),
            "type mismatch in i32.add: expected [i32 i32], got [i32]");
}

TEST(Body, ErrorsSayWhere) {
  Raw bytes = around({}, {}, {0, 0x6a, 0x0b}).bytes;
  Diagnostics diag("app.wasm");
  Module module;
  ASSERT_TRUE(readModule(bytes, FeatureSet::defaults(), diag, module)) << diag.render();
  FeatureSet used;
  EXPECT_FALSE(validateFunction(module, FuncIndex(1), FeatureSet::defaults(), used, diag));
  uint64_t offset = module.functions[FuncIndex(1)].bodyOffset + 1;
  char expected[200];
  snprintf(expected, sizeof(expected),
           "sinter: error: app.wasm:0x%llx: type mismatch in i32.add: expected [i32 i32], got []\n"
           ">>> in function 1 (func[1])\n",
           (unsigned long long)offset);
  EXPECT_EQ(diag.render(), expected);
}

TEST(Body, EndsWhereItSays) {
  EXPECT_EQ(checkCode({}), "valid");
  EXPECT_EQ(checkCode({0x0b}), "section size mismatch: the function goes on behind its end");
  EXPECT_EQ(checkCode({0x02, 0x40}), "unexpected end of section or function");
  EXPECT_EQ(checkCode({0x41, 0}), "type mismatch at the end of a block: expected [], got [i32]");
  EXPECT_EQ(checkCode({}, {}, {i64}),
            "type mismatch at the end of a block: expected [i64], got []");
}

TEST(Body, Locals) {
  EXPECT_EQ(checkCode({0x20, 0}, {f64}, {f64}), "valid");
  EXPECT_EQ(checkCode({0x20, 1}, {f64}, {f64}), "unknown local 1");
  EXPECT_EQ(check(around({f32}, {}, {2, 2, i64, 1, i32, 0x20, 2, 0x21, 1, 0x0b})), "valid");
  EXPECT_EQ(check(around({f32}, {}, {2, 2, i64, 1, i32, 0x20, 3, 0x21, 1, 0x0b})),
            "type mismatch in local.set: expected [i64], got [i32]");
  EXPECT_EQ(check(around({}, {}, {1, 1, 0x00, 0x0b})), "malformed value type 0x00");
}

TEST(Body, Blocks) {
  EXPECT_EQ(checkCode({0x02, i32, 0x41, 0, 0x0b}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x02, i32, 0x42, 0, 0x0b, 0x1a}),
            "type mismatch at the end of a block: expected [i32], got [i64]");
  // Parameters go in: type 2 is [i32] -> [i32 i32].
  EXPECT_EQ(checkCode({0x41, 0, 0x02, 2, 0x41, 1, 0x0b, 0x1a, 0x1a}), "valid");
  EXPECT_EQ(checkCode({0x02, 2, 0x41, 1, 0x0b, 0x1a, 0x1a}),
            "type mismatch in block: expected [i32], got []");
  EXPECT_EQ(checkCode({0x02, 9, 0x0b}), "unknown type 9");
  // A block cannot see operands below it.
  EXPECT_EQ(checkCode({0x41, 0, 0x02, 0x40, 0x1a, 0x0b, 0x1a}),
            "type mismatch in drop: expected [any], got []");
}

TEST(Body, Ifs) {
  EXPECT_EQ(checkCode({0x41, 1, 0x04, i32, 0x41, 1, 0x05, 0x41, 2, 0x0b}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x41, 1, 0x04, i32, 0x41, 1, 0x0b}, {}, {i32}),
            "type mismatch at the end of a block: expected [i32], got []");
  EXPECT_EQ(checkCode({0x41, 1, 0x04, i32, 0x05, 0x41, 2, 0x0b}, {}, {i32}),
            "type mismatch at the else of a block: expected [i32], got []");
  EXPECT_EQ(checkCode({0x05}), "else without if");
  EXPECT_EQ(checkCode({0x41, 1, 0x04, 0x40, 0x05, 0x05, 0x0b}), "else without if");
}

TEST(Body, Branches) {
  EXPECT_EQ(checkCode({0x0c, 0}), "valid");
  EXPECT_EQ(checkCode({0x0c, 1}), "unknown label 1");
  EXPECT_EQ(checkCode({0x02, i32, 0x41, 0, 0x41, 1, 0x0d, 0, 0x0b}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x02, i32, 0x41, 1, 0x0d, 0, 0x0b}, {}, {i32}),
            "type mismatch in br_if: expected [i32], got []");
  // A branch to a loop carries its parameters, not its results.
  EXPECT_EQ(checkCode({0x03, i32, 0x0c, 0, 0x0b}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x02, i32, 0x02, 0x40, 0x41, 0, 0x0e, 1, 1, 1, 0x0b, 0x41, 0, 0x0b, 0x1a}),
            "type mismatch in br_table: expected [i32], got []");
  EXPECT_EQ(checkCode({0x02, i32, 0x02, 0x40, 0x41, 0, 0x41, 0, 0x0e, 1, 0, 1, 0x0b, 0x41, 0, 0x0b,
                       0x1a}),
            "type mismatch in br_table: labels take different numbers of values");
  EXPECT_EQ(checkCode({0x41, 0, 0x0f}, {}, {i64}),
            "type mismatch in return: expected [i64], got [i32]");
}

TEST(Body, UnreachableCodeIsPolymorphicButTyped) {
  EXPECT_EQ(checkCode({0x00, 0x6a, 0x1a}), "valid");
  EXPECT_EQ(checkCode({0x00}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x00, 0x42, 0, 0x6a, 0x1a}),
            "type mismatch in i32.add: expected [i32 i32], got [any i64]");
  EXPECT_EQ(checkCode({0x00, 0x1b, 0x1a}), "valid");
  EXPECT_EQ(checkCode({0x00, 0x41, 0, 0x41, 0}, {}, {i32}),
            "type mismatch at the end of a block: expected [i32], got [i32 i32]");
  // Only to the end of the block.
  EXPECT_EQ(checkCode({0x02, 0x40, 0x00, 0x0b, 0x6a, 0x1a}),
            "type mismatch in i32.add: expected [i32 i32], got []");
  // The else is reachable again.
  EXPECT_EQ(checkCode({0x41, 0, 0x04, 0x40, 0x00, 0x05, 0x1a, 0x0b}),
            "type mismatch in drop: expected [any], got []");
}

TEST(Body, Calls) {
  EXPECT_EQ(checkCode({0x41, 0, 0x10, 0, 0x6a}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x10, 0, 0x6a}, {}, {i32}), "type mismatch in call: expected [i32], got []");
  EXPECT_EQ(checkCode({0x10, 5}), "unknown function 5");
  EXPECT_EQ(checkCode({0x41, 0, 0x11, 1, 0}), "valid");
  EXPECT_EQ(checkCode({0x41, 0, 0x11, 2, 0}),
            "type mismatch in call_indirect: expected [i32 i32], got [i32]");
  EXPECT_EQ(checkCode({0x41, 0, 0x11, 1, 1}),
            "type mismatch in call_indirect: table 1 holds externref, not functions");
  EXPECT_EQ(checkCode({0x41, 0, 0x11, 1, 2}), "unknown table 2");
  EXPECT_EQ(checkCode({0x41, 0, 0x11, 9, 0}), "unknown type 9");
}

TEST(Body, Select) {
  EXPECT_EQ(checkCode({0x41, 0, 0x41, 0, 0x41, 0, 0x1b}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x41, 0, 0x42, 0, 0x41, 0, 0x1b, 0x1a}),
            "type mismatch in select: expected [i32 i32 i32], got [i32 i64 i32]");
  EXPECT_EQ(checkCode({0xd0, funcref, 0xd0, funcref, 0x41, 0, 0x1b, 0x1a}),
            "type mismatch in select: references need a select with a type");
  EXPECT_EQ(checkCode({0xd0, funcref, 0xd0, funcref, 0x41, 0, 0x1c, 1, funcref}, {}, {funcref}),
            "valid");
  EXPECT_EQ(checkCode({0x00, 0x1c, 2, i32, i32}), "invalid result arity in select");
  EXPECT_EQ(checkCode({0x00, 0x1c, 0}), "invalid result arity in select");
}

TEST(Body, Globals) {
  EXPECT_EQ(checkCode({0x23, 0}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x42, 0, 0x24, 1}), "valid");
  EXPECT_EQ(checkCode({0x41, 0, 0x24, 0}), "immutable global 0");
  EXPECT_EQ(checkCode({0x23, 2}), "unknown global 2");
}

TEST(Body, Memory) {
  EXPECT_EQ(checkCode({0x41, 0, 0x28, 2, 0}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x41, 0, 0x28, 3, 0}, {}, {i32}),
            "alignment must not be larger than natural: 2^3 in i32.load, at most 2^2");
  EXPECT_EQ(checkCode(Raw{0x41, 0, 0x28, 2} + leb(uint64_t(1) << 32), {}, {i32}),
            "offset out of range: 4294967296");
  EXPECT_EQ(checkCode({0x41, 0, 0x28, 0x42, 1, 0, 0x1a}), "unknown memory 1");
  EXPECT_EQ(checkCode({0x3f, 0}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x3f, 1}, {}, {i32}), "unknown memory 1");
  EXPECT_EQ(checkCode({0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x08, 0, 0}), "valid");
  EXPECT_EQ(checkCode({0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x08, 1, 0}), "unknown data segment 1");
  EXPECT_EQ(checkCode({0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0a, 0, 0}), "valid");
  EXPECT_EQ(checkCode({0xfc, 0x09, 0}), "valid");
}

TEST(Body, TablesAndReferences) {
  EXPECT_EQ(checkCode({0x41, 0, 0x25, 1}, {}, {externref}), "valid");
  EXPECT_EQ(checkCode({0x41, 0, 0xd0, funcref, 0x26, 1}),
            "type mismatch in table.set: expected [i32 externref], got [i32 funcref]");
  EXPECT_EQ(checkCode({0xd0, externref, 0x41, 1, 0xfc, 0x0f, 1}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0e, 0, 1}),
            "type mismatch in table.copy: expected [funcref], got [externref]");
  EXPECT_EQ(checkCode({0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0c, 0, 0}), "valid");
  EXPECT_EQ(checkCode({0xfc, 0x0d, 1}), "unknown elem segment 1");
  EXPECT_EQ(checkCode({0xd2, 0, 0xd1}, {}, {i32}), "valid");
  EXPECT_EQ(checkCode({0xd2, 1, 0x1a}), "undeclared function reference to function 1");
  EXPECT_EQ(checkCode({0xd2, 7, 0x1a}), "unknown function 7");
  EXPECT_EQ(checkCode({0x41, 0, 0xd1, 0x1a}),
            "type mismatch in ref.is_null: expected a reference, got i32");
}

TEST(Body, FeaturesAreCollected) {
  Raw bytes = around({}, {i32}, {0, 0x41, 0, 0xc0, 0x0b}).bytes;
  Diagnostics diag("t");
  Module module;
  ASSERT_TRUE(readModule(bytes, FeatureSet::defaults(), diag, module));
  FeatureSet used;
  EXPECT_TRUE(validateModule(module, FeatureSet::defaults(), used, 1, diag));
  EXPECT_TRUE(used.has(Feature::SignExtension));
  EXPECT_FALSE(used.has(Feature::SaturatingConversions));
}

TEST(Body, FeaturesNotBuiltAreNamedWhereTheyAreUsed) {
  for (unsigned i = 0; i < opcodeCount; ++i) {
    const OpcodeInfo &info = opcodeInfo(Opcode(i));
    if (featureInfo(info.feature).built)
      continue;
    Raw code = info.prefix ? Raw{info.prefix} + leb(info.code) : Raw{uint8_t(info.code)};
    EXPECT_EQ(checkCode(Raw{0x00} + code + Raw(40, 0)),
              std::string("feature not supported yet: ") +
                  std::string(featureInfo(info.feature).text) + " (" +
                  std::string(featureInfo(info.feature).option) + ")")
        << info.text;
  }
}

} // namespace
