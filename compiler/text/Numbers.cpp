//===-- Numbers.cpp - Literals of the text format --------------------------===//
//
// Decimal floats go to std::from_chars, which is exact for each width. It
// does not read hexadecimal floats with underscores nor tell overflow from
// underflow, so hexadecimal is done here: the significand is kept as 64 bits
// and a sticky bit, then rounded to nearest, ties to even, at the position that
// the exponent (or the subnormal range) demands.
//
//===----------------------------------------------------------------------===//

#include "text/Numbers.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <string>

namespace sinter {

namespace {

bool isDigit(char c, bool hex) {
  return (c >= '0' && c <= '9') || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

unsigned digitValue(char c) {
  if (c <= '9')
    return unsigned(c - '0');
  return unsigned((c | 0x20) - 'a') + 10;
}

/// Moves `at` behind `digit (_? digit)*`; false if there is none, or an underscore too many.
bool skipDigits(std::string_view text, size_t &at, bool hex) {
  bool lastWasDigit = false;
  for (; at < text.size(); ++at) {
    if (isDigit(text[at], hex))
      lastWasDigit = true;
    else if (text[at] == '_' && lastWasDigit)
      lastWasDigit = false;
    else
      break;
  }
  return lastWasDigit;
}

bool takeSign(std::string_view &text) {
  bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+'))
    text.remove_prefix(1);
  return negative;
}

bool takeHexPrefix(std::string_view &text) {
  if (!text.starts_with("0x"))
    return false;
  text.remove_prefix(2);
  return true;
}

/// The value of digits and underscores; none above 64 bits.
std::optional<uint64_t> magnitude(std::string_view text) {
  uint64_t base = takeHexPrefix(text) ? 16 : 10;
  uint64_t value = 0;
  for (char c : text) {
    if (c == '_')
      continue;
    uint64_t digit = digitValue(c);
    if (value > (UINT64_MAX - digit) / base)
      return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

/// A decimal exponent, held where nothing overflows any more.
int64_t clampedExponent(std::string_view text) {
  bool negative = takeSign(text);
  int64_t value = 0;
  for (char c : text)
    if (c != '_' && value < 1'000'000'000'000)
      value = value * 10 + (c - '0');
  return negative ? -value : value;
}

struct FloatFormat {
  int significandBits; ///< with the hidden bit
  int maxExponent;     ///< of the largest finite power of two
  int minExponent;     ///< of the smallest normal number
};
constexpr FloatFormat single{24, 127, -126};
constexpr FloatFormat dbl{53, 1023, -1022};

/// Rounds 1.xxx (the top bit of `bits` is its leading one) * 2^exponent; none on overflow.
std::optional<uint64_t> roundToFormat(uint64_t bits, bool sticky, int64_t exponent,
                                      const FloatFormat &format) {
  // How many low bits go: more below the smallest normal number.
  int64_t dropped = 64 - format.significandBits;
  if (exponent < format.minExponent)
    dropped += format.minExponent - exponent;
  if (dropped > 65)
    return 0;
  uint64_t kept = dropped >= 64 ? 0 : bits >> dropped;
  bool half = dropped <= 64 && (bits >> (dropped - 1) & 1);
  bool below = sticky || (dropped > 64 ? bits != 0 : (bits & ((uint64_t(1) << (dropped - 1)) - 1)));
  if (half && (below || (kept & 1)))
    ++kept;
  // A carry out of the significand runs into the exponent field, as it should.
  uint64_t biased = exponent < format.minExponent ? 0 : uint64_t(exponent - format.minExponent);
  uint64_t result = (biased << (format.significandBits - 1)) + kept;
  uint64_t infinity = uint64_t(2 * format.maxExponent + 1) << (format.significandBits - 1);
  if (exponent > format.maxExponent || result >= infinity)
    return std::nullopt;
  return result;
}

std::optional<uint64_t> parseHexFloat(std::string_view text, const FloatFormat &format) {
  uint64_t bits = 0;
  bool sticky = false;
  int64_t exponent = 0; // of the value's last kept bit
  bool fraction = false;
  size_t at = 0;
  for (; at < text.size() && text[at] != 'p' && text[at] != 'P'; ++at) {
    if (text[at] == '.') {
      fraction = true;
    } else if (text[at] != '_') {
      uint64_t digit = digitValue(text[at]);
      if (bits >> 60 == 0) {
        bits = bits << 4 | digit;
        exponent -= fraction ? 4 : 0;
      } else {
        sticky |= digit != 0;
        exponent += fraction ? 0 : 4;
      }
    }
  }
  if (at < text.size())
    exponent += clampedExponent(text.substr(at + 1));
  if (bits == 0)
    return 0;
  int shift = std::countl_zero(bits);
  return roundToFormat(bits << shift, sticky, exponent - shift + 63, format);
}

/// True if the decimal number is below one, so that "out of range" means too small.
bool isTiny(const std::string &digits) {
  size_t exponentAt = digits.find_first_of("eE");
  std::string_view number = std::string_view(digits).substr(0, exponentAt);
  size_t point = std::min(number.find('.'), number.size());
  size_t first = number.find_first_of("123456789");
  if (first == std::string_view::npos)
    return true;
  int64_t position = first < point ? int64_t(point - first) : -int64_t(first - point);
  if (exponentAt != std::string::npos)
    position += clampedExponent(std::string_view(digits).substr(exponentAt + 1));
  return position <= 0;
}

template <typename T, typename Bits>
std::optional<uint64_t> parseDecimalFloat(std::string_view text) {
  std::string digits;
  digits.reserve(text.size());
  for (char c : text)
    if (c != '_')
      digits += c;
  // from_chars takes no plus sign in front, but one in an exponent.
  T value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) {
    if (!isTiny(digits))
      return std::nullopt;
    return 0;
  }
  if (error != std::errc() || std::isinf(value))
    return std::nullopt;
  return std::bit_cast<Bits>(value);
}

std::optional<uint64_t> parseUnsignedFloat(std::string_view text, unsigned width) {
  const FloatFormat &format = width == 32 ? single : dbl;
  int fractionBits = format.significandBits - 1;
  uint64_t infinity = uint64_t(2 * format.maxExponent + 1) << fractionBits;
  if (text == "inf")
    return infinity;
  if (text == "nan")
    return infinity | uint64_t(1) << (fractionBits - 1);
  if (text.starts_with("nan:")) {
    std::optional<uint64_t> payload = magnitude(text.substr(4));
    if (!payload || *payload == 0 || *payload >> fractionBits != 0)
      return std::nullopt;
    return infinity | *payload;
  }
  if (takeHexPrefix(text))
    return parseHexFloat(text, format);
  return width == 32 ? parseDecimalFloat<float, uint32_t>(text)
                     : parseDecimalFloat<double, uint64_t>(text);
}

} // namespace

NumberShape numberShape(std::string_view text) {
  bool isSigned = text.starts_with('+') || text.starts_with('-');
  takeSign(text);
  if (text == "inf" || text == "nan")
    return NumberShape::Float;
  if (text.starts_with("nan:0x")) {
    size_t at = 6;
    return skipDigits(text, at, true) && at == text.size() ? NumberShape::Float : NumberShape::None;
  }
  bool hex = takeHexPrefix(text);
  size_t at = 0;
  if (!skipDigits(text, at, hex))
    return NumberShape::None;
  if (at == text.size())
    return isSigned ? NumberShape::Int : NumberShape::Nat;
  if (text[at] == '.') {
    ++at;
    if (at < text.size() && isDigit(text[at], hex) && !skipDigits(text, at, hex))
      return NumberShape::None;
  }
  if (at < text.size() && (text[at] | 0x20) == (hex ? 'p' : 'e')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-'))
      ++at;
    if (!skipDigits(text, at, false))
      return NumberShape::None;
  }
  return at == text.size() ? NumberShape::Float : NumberShape::None;
}

std::optional<uint64_t> parseNat(std::string_view text, unsigned bits) {
  if (numberShape(text) != NumberShape::Nat)
    return std::nullopt;
  std::optional<uint64_t> value = magnitude(text);
  if (!value || (bits < 64 && *value >> bits != 0))
    return std::nullopt;
  return value;
}

std::optional<uint64_t> parseInt(std::string_view text, unsigned bits) {
  NumberShape shape = numberShape(text);
  if (shape != NumberShape::Nat && shape != NumberShape::Int)
    return std::nullopt;
  bool negative = takeSign(text);
  std::optional<uint64_t> value = magnitude(text);
  uint64_t mask = bits == 64 ? UINT64_MAX : (uint64_t(1) << bits) - 1;
  if (!value || *value > (negative ? uint64_t(1) << (bits - 1) : mask))
    return std::nullopt;
  return (negative ? 0 - *value : *value) & mask;
}

std::optional<uint64_t> parseFloat(std::string_view text, unsigned width) {
  if (numberShape(text) == NumberShape::None)
    return std::nullopt;
  bool negative = takeSign(text);
  std::optional<uint64_t> bits = parseUnsignedFloat(text, width);
  if (bits && negative)
    *bits |= uint64_t(1) << (width - 1);
  return bits;
}

} // namespace sinter
