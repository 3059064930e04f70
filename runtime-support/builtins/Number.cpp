//===-- Number.cpp - Printing a double by exact arithmetic ------------------===//

#include "builtins/Number.h"
#include <stdint.h>

namespace sinter::rt {

namespace {

/// A natural number below 2^1280, enough for any double scaled to an integer.
class Natural {
public:
  explicit Natural(uint64_t value) {
    words[0] = uint32_t(value);
    words[1] = uint32_t(value >> 32);
  }
  Natural &shiftLeft(unsigned bits) {
    unsigned whole = bits / 32, part = bits % 32;
    for (unsigned i = Count; i-- != 0;) {
      uint64_t high = i >= whole ? words[i - whole] : 0;
      uint64_t low = i >= whole + 1 ? words[i - whole - 1] : 0;
      words[i] = uint32_t((high << 32 | low) << part >> 32);
    }
    return *this;
  }
  Natural &multiply(uint32_t factor) {
    uint64_t carry = 0;
    for (uint32_t &word : words) {
      carry += uint64_t(word) * factor;
      word = uint32_t(carry);
      carry >>= 32;
    }
    return *this;
  }
  Natural &add(const Natural &other) {
    uint64_t carry = 0;
    for (unsigned i = 0; i != Count; ++i) {
      carry += uint64_t(words[i]) + other.words[i];
      words[i] = uint32_t(carry);
      carry >>= 32;
    }
    return *this;
  }
  Natural &subtract(const Natural &other) {
    int64_t carry = 0;
    for (unsigned i = 0; i != Count; ++i) {
      carry += int64_t(words[i]) - other.words[i];
      words[i] = uint32_t(carry);
      carry >>= 32;
    }
    return *this;
  }
  int compare(const Natural &other) const {
    for (unsigned i = Count; i-- != 0;)
      if (words[i] != other.words[i])
        return words[i] < other.words[i] ? -1 : 1;
    return 0;
  }

private:
  static constexpr unsigned Count = 40;
  uint32_t words[Count] = {};
};

struct Decimal {
  char digits[20];
  int count = 0;
  int point = 0; ///< The value is 0.DIGITS times ten to this power.
};

/// How a binary format (IEEE 754) lays a number out.
struct Format {
  unsigned fractionBits, exponentBits;
  int lowestExponent() const { return 2 - (1 << (exponentBits - 1)) - int(fractionBits); }
};

/// The shortest digits that a positive finite number of this fraction and exponent is nearest to.
Decimal shortest(uint64_t fraction, int exponent, Format format) {
  uint64_t hidden = UINT64_C(1) << format.fractionBits;
  int lowestExponent = format.lowestExponent();
  // At a power of two the gap below is half the gap above.
  unsigned uneven = fraction == hidden && exponent > lowestExponent;
  bool even = fraction % 2 == 0;
  unsigned up = exponent > 0 ? unsigned(exponent) : 0,
           down = exponent < 0 ? unsigned(-exponent) : 0;
  Natural rest(fraction), scale(1), above(1), below(1);
  rest.shiftLeft(up + 1 + uneven);
  scale.shiftLeft(down + 1 + uneven);
  above.shiftLeft(up + uneven);
  below.shiftLeft(up);

  Decimal result;
  auto reaches = [&](const Natural &limit) {
    Natural sum = rest;
    int order = sum.add(above).compare(limit);
    return even ? order >= 0 : order > 0;
  };
  while (reaches(scale)) {
    scale.multiply(10);
    ++result.point;
  }
  for (;;) {
    Natural larger = rest, gap = above;
    larger.multiply(10);
    gap.multiply(10);
    int order = larger.add(gap).compare(scale);
    if (even ? order >= 0 : order > 0)
      break;
    rest.multiply(10);
    above.multiply(10);
    below.multiply(10);
    --result.point;
  }
  for (;;) {
    rest.multiply(10);
    above.multiply(10);
    below.multiply(10);
    int digit = 0;
    while (rest.compare(scale) >= 0) {
      rest.subtract(scale);
      ++digit;
    }
    int order = rest.compare(below);
    bool low = even ? order <= 0 : order < 0, high = reaches(scale);
    if (low || high) {
      Natural twice = rest;
      bool roundUp = high && (!low || twice.shiftLeft(1).compare(scale) >= 0);
      result.digits[result.count++] = char('0' + digit + roundUp);
      return result;
    }
    result.digits[result.count++] = char('0' + digit);
  }
}

struct Text {
  char *out;
  size_t size = 0;
  void put(char letter) { out[size++] = letter; }
  void put(const char *text) {
    while (*text)
      put(*text++);
  }
  void zeros(int count) {
    while (count-- > 0)
      put('0');
  }
};

size_t print(uint64_t bits, Format format, char *text) {
  Text out{text};
  int specialExponent = (1 << format.exponentBits) - 1;
  int biased = int(bits >> format.fractionBits) & specialExponent;
  uint64_t hidden = UINT64_C(1) << format.fractionBits;
  uint64_t fraction = bits & (hidden - 1);
  bool isZero = biased == 0 && fraction == 0;
  if (biased == specialExponent && fraction) {
    out.put("NaN");
    return out.size;
  }
  if (bits >> (format.fractionBits + format.exponentBits) && !isZero)
    out.put('-');
  if (biased == specialExponent) {
    out.put("Infinity");
    return out.size;
  }
  if (isZero) {
    out.put('0');
    return out.size;
  }
  int lowest = format.lowestExponent();
  Decimal number = biased ? shortest(fraction | hidden, biased - 1 + lowest, format)
                          : shortest(fraction, lowest, format);
  int count = number.count, point = number.point;
  if (point > 21 || point <= -6) {
    for (int i = 0; i != count; ++i) {
      if (i == 1)
        out.put('.');
      out.put(number.digits[i]);
    }
    int exponent = point - 1;
    out.put(exponent < 0 ? "e-" : "e+");
    exponent = exponent < 0 ? -exponent : exponent;
    if (exponent >= 100)
      out.put(char('0' + exponent / 100));
    if (exponent >= 10)
      out.put(char('0' + exponent / 10 % 10));
    out.put(char('0' + exponent % 10));
    return out.size;
  }
  if (point <= 0) {
    out.put("0.");
    out.zeros(-point);
  }
  for (int i = 0; i != count; ++i) {
    if (i == point && point > 0)
      out.put('.');
    out.put(number.digits[i]);
  }
  out.zeros(point - count);
  return out.size;
}

} // namespace

size_t formatNumber(double value, char (&text)[NumberLimit]) {
  return print(__builtin_bit_cast(uint64_t, value), {52, 11}, text);
}
size_t formatNumber(float value, char (&text)[NumberLimit]) {
  return print(__builtin_bit_cast(uint32_t, value), {23, 8}, text);
}

} // namespace sinter::rt
