//===-- ConstExprTest.cpp - What may initialise a global -------------------===//
#include "ModuleBuilder.h"

#include <gtest/gtest.h>

using namespace sinter;
using namespace sinter::test;

namespace {

/// A module whose last global has that initialiser; before it come an imported constant i32 (0), an
/// imported variable i32 (1) and a constant i32 (2).
std::string initialise(uint8_t type, const Raw &expression) {
  ModuleBuilder b;
  b.vec(sec::Import,
        {name("m") + name("c") + Raw{3, i32, 0}, name("m") + name("v") + Raw{3, i32, 1}});
  b.vec(sec::Global, {{i32, 0, 0x41, 1, 0x0b}, Raw{type, 0} + expression + Raw{0x0b}});
  return check(b);
}

TEST(ConstExpr, Constants) {
  EXPECT_EQ(initialise(i32, {0x41, 0}), "valid");
  EXPECT_EQ(initialise(i64, {0x42, 0}), "valid");
  EXPECT_EQ(initialise(f32, {0x43, 0, 0, 0, 0}), "valid");
  EXPECT_EQ(initialise(f64, {0x44, 0, 0, 0, 0, 0, 0, 0, 0}), "valid");
  EXPECT_EQ(initialise(funcref, {0xd0, funcref}), "valid");
  EXPECT_EQ(initialise(externref, {0xd0, funcref}),
            "type mismatch in constant expression: expected [externref], got [funcref]");
  EXPECT_EQ(initialise(i32, {0x42, 0}),
            "type mismatch in constant expression: expected [i32], got [i64]");
}

TEST(ConstExpr, NeedsExactlyOneValue) {
  EXPECT_EQ(initialise(i32, {}), "type mismatch in constant expression: expected [i32], got []");
  EXPECT_EQ(initialise(i32, {0x41, 0, 0x41, 0}),
            "type mismatch in constant expression: expected [i32], got [i32 i32]");
}

TEST(ConstExpr, Globals) {
  EXPECT_EQ(initialise(i32, {0x23, 0}), "valid");
  EXPECT_EQ(initialise(i32, {0x23, 1}), "constant expression required: global 1 is mutable");
  EXPECT_EQ(initialise(i32, {0x23, 2}), "valid");            // an earlier one
  EXPECT_EQ(initialise(i32, {0x23, 3}), "unknown global 3"); // itself
}

TEST(ConstExpr, Arithmetic) {
  EXPECT_EQ(initialise(i32, {0x41, 1, 0x23, 0, 0x6a}), "valid");
  EXPECT_EQ(initialise(i64, {0x42, 1, 0x42, 2, 0x7e}), "valid");
  EXPECT_EQ(initialise(i32, {0x41, 1, 0x42, 2, 0x6a}),
            "type mismatch in i32.add of a constant expression");
  EXPECT_EQ(initialise(i32, {0x41, 1, 0x6a}), "type mismatch in i32.add of a constant expression");
}

TEST(ConstExpr, NothingElse) {
  EXPECT_EQ(initialise(i32, {0x41, 1, 0x41, 1, 0x6d}),
            "constant expression required: i32.div_s is not constant");
  EXPECT_EQ(initialise(i32, {0x01, 0x41, 1}), "constant expression required: nop is not constant");
  EXPECT_EQ(initialise(i32, {0x02, i32, 0x41, 1}),
            "constant expression required: block is not constant");
  EXPECT_EQ(initialise(funcref, {0xd2, 0}), "unknown function 0");
}

TEST(ConstExpr, RunsToItsEnd) {
  ModuleBuilder b;
  b.vec(sec::Global, {{i32, 0, 0x41, 0}});
  EXPECT_EQ(check(b), "unexpected end of section or function");
}

} // namespace
