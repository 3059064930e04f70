//===-- NumbersTest.cpp - Ranges and exact rounding of literals --------------===//

#include "text/Numbers.h"

#include <gtest/gtest.h>

#include <bit>
#include <cinttypes>
#include <cstdlib>

using namespace sinter;

namespace {

constexpr std::optional<uint64_t> none;

TEST(Numbers, Shapes) {
  for (const char *text : {"0", "1_000", "0xAb_c", "00"})
    EXPECT_EQ(numberShape(text), NumberShape::Nat) << text;
  for (const char *text : {"+1", "-0x1"})
    EXPECT_EQ(numberShape(text), NumberShape::Int) << text;
  for (const char *text :
       {"1.", "1e5", "1.5E-3", "0x1p0", "0x1.8", "0xap+1_0", "-inf", "nan:0x1", "1_0.0_1e0_1"})
    EXPECT_EQ(numberShape(text), NumberShape::Float) << text;
  for (const char *text : {"",       "+",     "-",    "1_",   "_1",   "1__1",  "0x",     "0x_1",
                           ".5",     "1e",    "1e+",  "1._5", "1.5_", "0x1p",  "0x1pf",  "nan:",
                           "nan:0x", "nan:1", "inff", "--1",  "0b1",  "1.5.2", "0x1e+1", "INF"})
    EXPECT_EQ(numberShape(text), NumberShape::None) << text;
}

TEST(Numbers, IntegersAreSignedOrUnsigned) {
  EXPECT_EQ(parseInt("4294967295", 32), 0xffffffffu);
  EXPECT_EQ(parseInt("4294967296", 32), none);
  EXPECT_EQ(parseInt("-2147483648", 32), 0x80000000u);
  EXPECT_EQ(parseInt("-2147483649", 32), none);
  EXPECT_EQ(parseInt("+0xffff_ffff", 32), 0xffffffffu);
  EXPECT_EQ(parseInt("18446744073709551615", 64), ~uint64_t(0));
  EXPECT_EQ(parseInt("18446744073709551616", 64), none);
  EXPECT_EQ(parseInt("-0x8000000000000000", 64), uint64_t(1) << 63);
  EXPECT_EQ(parseInt("-0x8000000000000001", 64), none);
  EXPECT_EQ(parseInt("-1", 8), 0xffu);
  EXPECT_EQ(parseInt("256", 8), none);
  EXPECT_EQ(parseInt("-129", 8), none);
  EXPECT_EQ(parseInt("1.0", 32), none);
}

TEST(Numbers, Naturals) {
  EXPECT_EQ(parseNat("0xff", 8), 255u);
  EXPECT_EQ(parseNat("256", 8), none);
  EXPECT_EQ(parseNat("+1", 32), none);
  EXPECT_EQ(parseNat("4294967296", 32), none);
}

TEST(Numbers, SpecialFloats) {
  EXPECT_EQ(parseFloat("inf", 32), 0x7f800000u);
  EXPECT_EQ(parseFloat("-inf", 64), 0xfff0000000000000u);
  EXPECT_EQ(parseFloat("nan", 32), 0x7fc00000u);
  EXPECT_EQ(parseFloat("-nan", 64), 0xfff8000000000000u);
  EXPECT_EQ(parseFloat("nan:0x1", 32), 0x7f800001u);
  EXPECT_EQ(parseFloat("-nan:0x7f_ffff", 32), 0xffffffffu);
  EXPECT_EQ(parseFloat("nan:0x800000", 32), none);
  EXPECT_EQ(parseFloat("nan:0x0", 64), none);
  EXPECT_EQ(parseFloat("nan:0xfffffffffffff", 64), 0x7fffffffffffffffu);
  EXPECT_EQ(parseFloat("nan:0x10000000000000", 64), none);
  EXPECT_EQ(parseFloat("-0", 32), 0x80000000u);
  EXPECT_EQ(parseFloat("-0x0p0", 64), uint64_t(1) << 63);
}

TEST(Numbers, RoundedOnceToSingle) {
  // Halfway between two floats but for a bit that double would lose.
  EXPECT_EQ(parseFloat("0x1.00000100000000001p-50", 32), 0x26800001u);
  EXPECT_EQ(parseFloat("0x1.000001p-50", 32), 0x26800000u); // tie to even
  EXPECT_EQ(parseFloat("0x1.000003p-50", 32), 0x26800002u); // tie to even, upwards
  EXPECT_EQ(parseFloat("1.000000059604644775390625", 32), 0x3f800000u);
  EXPECT_EQ(parseFloat("1.00000005960464477539062500000000001", 32), 0x3f800001u);
}

TEST(Numbers, Subnormals) {
  EXPECT_EQ(parseFloat("0x1p-149", 32), 1u);
  EXPECT_EQ(parseFloat("0x1p-150", 32), 0u); // tie to even
  EXPECT_EQ(parseFloat("0x1.000000000000000000000000001p-150", 32), 1u);
  EXPECT_EQ(parseFloat("0x1.8p-149", 32), 2u);
  EXPECT_EQ(parseFloat("0x1p-151", 32), 0u);
  EXPECT_EQ(parseFloat("0x0.ffffffp-126", 32), 0x00800000u); // up into the normal numbers
  EXPECT_EQ(parseFloat("0x0.fffffep-126", 32), 0x007fffffu);
  EXPECT_EQ(parseFloat("0x1p-1074", 64), 1u);
  EXPECT_EQ(parseFloat("0x1p-1075", 64), 0u);
  EXPECT_EQ(parseFloat("0x3p-1075", 64), 2u);
  EXPECT_EQ(parseFloat("4.94065645841246544e-324", 64), 1u);
  EXPECT_EQ(parseFloat("1.4012984643e-45", 32), 1u);
  EXPECT_EQ(parseFloat("1e-400", 64), 0u);
  EXPECT_EQ(parseFloat("-1e-99999999999999999999", 64), uint64_t(1) << 63);
}

TEST(Numbers, OutOfRange) {
  EXPECT_EQ(parseFloat("0x1.fffffep127", 32), 0x7f7fffffu);
  EXPECT_EQ(parseFloat("0x1.fffffefffffffffp127", 32), 0x7f7fffffu);
  EXPECT_EQ(parseFloat("0x1.ffffffp127", 32), none);
  EXPECT_EQ(parseFloat("0x1p128", 32), none);
  EXPECT_EQ(parseFloat("340282356779733661637539395458142568447", 32), 0x7f7fffffu);
  EXPECT_EQ(parseFloat("340282356779733661637539395458142568448", 32), none);
  EXPECT_EQ(parseFloat("0x1.fffffffffffff7p1023", 64), 0x7fefffffffffffffu);
  EXPECT_EQ(parseFloat("0x1.fffffffffffff8p1023", 64), none);
  EXPECT_EQ(parseFloat("1e309", 64), none);
  EXPECT_EQ(parseFloat("1e99999999999999999999", 64), none);
  EXPECT_EQ(parseFloat("0x1p99999999999999999999", 64), none);
  EXPECT_EQ(parseFloat("0e99999999999999999999", 64), 0u);
}

TEST(Numbers, LongLiterals) {
  std::string zeros(10'000, '0');
  EXPECT_EQ(parseFloat("0x1" + zeros + "p-40000", 64), 0x3ff0000000000000u);
  EXPECT_EQ(parseFloat("0x0." + zeros + "1p40004", 64), 0x3ff0000000000000u);
  EXPECT_EQ(parseFloat("1" + zeros + "e-10000", 64), 0x3ff0000000000000u);
  EXPECT_EQ(parseFloat("0." + zeros + "1e10001", 32), 0x3f800000u);
}

TEST(Numbers, HexAgreesWithTheCLibrary) {
  // strtod is exact for hexadecimal; a fixed sequence of awkward significands and exponents.
  uint64_t state = 1;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    char text[64];
    int exponent = int(state >> 40 & 0xfff) % 2300 - 1150;
    std::snprintf(text, sizeof text, "0x%" PRIx64 ".%" PRIx64 "p%d", state >> 45, state & 0xffffff,
                  exponent);
    double wide = std::strtod(text, nullptr);
    float narrow = std::strtof(text, nullptr);
    auto expectWide = wide > 1.7976931348623157e308 ? none : std::bit_cast<uint64_t>(wide);
    EXPECT_EQ(parseFloat(text, 64), expectWide) << text;
    auto expectNarrow = narrow > 3.4028234e38f && narrow != 3.40282346638528859812e38f
                            ? none
                            : std::optional<uint64_t>(std::bit_cast<uint32_t>(narrow));
    EXPECT_EQ(parseFloat(text, 32), expectNarrow) << text;
  }
}

} // namespace
