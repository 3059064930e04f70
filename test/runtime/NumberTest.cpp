//===-- NumberTest.cpp - Doubles as JavaScript prints them ------------------===//

#include "builtins/Number.h"
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <string>

using namespace sinter::rt;

namespace {

std::string print(double value) {
  char text[NumberLimit];
  return std::string(text, formatNumber(value, text));
}

std::string print(float value) {
  char text[NumberLimit];
  return std::string(text, formatNumber(value, text));
}

/// The digits of a number without zeros at either end.
std::string significantDigits(const std::string &text) {
  std::string digits;
  for (char letter : text.substr(0, text.find('e')))
    if (letter >= '0' && letter <= '9')
      digits += letter;
  digits.erase(0, digits.find_first_not_of('0'));
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

TEST(Number, IsShortestForAFloat) {
  EXPECT_EQ(print(0.1f), "0.1");
  EXPECT_EQ(print(16777216.0f), "16777216");
  EXPECT_EQ(print(std::numeric_limits<float>::denorm_min()), "1e-45");
  EXPECT_EQ(print(std::numeric_limits<float>::max()), "3.4028235e+38");
  std::mt19937 random(1);
  for (unsigned i = 0; i != 2000; ++i) {
    float value;
    uint32_t bits = random();
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) {
      EXPECT_EQ(std::strtof(print(value).c_str(), nullptr), value);
    }
  }
}

TEST(Number, FollowsJavaScript) {
  EXPECT_EQ(print(0.0), "0");
  EXPECT_EQ(print(-0.0), "0");
  EXPECT_EQ(print(1.0), "1");
  EXPECT_EQ(print(-42.0), "-42");
  EXPECT_EQ(print(0.1), "0.1");
  EXPECT_EQ(print(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(print(1.5e-6), "0.0000015");
  EXPECT_EQ(print(1.5e-7), "1.5e-7");
  EXPECT_EQ(print(1e21), "1e+21");
  EXPECT_EQ(print(123456789012345680000.0), "123456789012345680000");
  EXPECT_EQ(print(9007199254740993.0), "9007199254740992");
  EXPECT_EQ(print(5e-324), "5e-324");
  EXPECT_EQ(print(2.2250738585072014e-308), "2.2250738585072014e-308");
  EXPECT_EQ(print(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
  EXPECT_EQ(print(std::numeric_limits<double>::infinity()), "Infinity");
  EXPECT_EQ(print(-std::numeric_limits<double>::infinity()), "-Infinity");
  EXPECT_EQ(print(std::nan("")), "NaN");
}

TEST(Number, ReadsBackAndIsShort) {
  std::mt19937_64 random(7);
  for (int i = 0; i != 20000; ++i) {
    uint64_t bits = random();
    double value;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value))
      continue;
    std::string text = print(value);
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    // As many digits as the fewest of printf's that read back.
    int precision = 0;
    char exact[40];
    do
      std::snprintf(exact, sizeof exact, "%.*e", precision++, value);
    while (std::strtod(exact, nullptr) != value);
    EXPECT_EQ(significantDigits(text).size(), significantDigits(exact).size()) << text << exact;
  }
}

} // namespace
