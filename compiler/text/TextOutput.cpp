//===-- TextOutput.cpp - How tokens are spelt --------------------------------===//
//
// Literals are the shortest that read back as the same bits (spec 6.3):
// decimal for numbers, with a payload for NaNs that are not canonical.
//
//===----------------------------------------------------------------------===//

#include "text/TextOutput.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace sinter {

/// Deeper nesting is not indented further, or text would grow with the square of its depth.
static constexpr size_t maxDepth = 40;

template <typename T> static void append(std::string &text, T value, int base = 10) {
  std::array<char, 32> digits;
  auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, base).ptr;
  text.append(digits.data(), end);
}

TextOutput &TextOutput::number(uint64_t value) {
  append(text, value);
  return *this;
}

TextOutput &TextOutput::signedNumber(int64_t value) {
  append(text, value);
  return *this;
}

TextOutput &TextOutput::hex(uint64_t value, unsigned digits) {
  text += "0x";
  unsigned needed = std::max(1u, (unsigned(std::bit_width(value)) + 3) / 4);
  text.append(digits > needed ? digits - needed : 0, '0');
  append(text, value, 16);
  return *this;
}

TextOutput &TextOutput::floating(uint64_t bits, unsigned width) {
  unsigned significandBits = width == 32 ? 23 : 52;
  uint64_t significand = bits & ((uint64_t(1) << significandBits) - 1);
  uint64_t exponentMask = (uint64_t(1) << (width - 1 - significandBits)) - 1;
  if ((bits >> significandBits & exponentMask) == exponentMask) {
    if (bits >> (width - 1))
      text += '-';
    if (significand == 0) {
      text += "inf";
    } else {
      text += "nan";
      if (significand != uint64_t(1) << (significandBits - 1)) {
        text += ':';
        hex(significand, 1);
      }
    }
    return *this;
  }
  std::array<char, 32> digits;
  char *end = width == 32 ? std::to_chars(digits.data(), digits.data() + digits.size(),
                                          std::bit_cast<float>(uint32_t(bits)))
                                .ptr
                          : std::to_chars(digits.data(), digits.data() + digits.size(),
                                          std::bit_cast<double>(bits))
                                .ptr;
  text.append(digits.data(), end);
  return *this;
}

TextOutput &TextOutput::string(std::string_view bytes, bool isName) {
  static constexpr char digits[] = "0123456789abcdef";
  text += '"';
  for (char c : bytes) {
    uint8_t byte = uint8_t(c);
    bool isPlain = (byte >= 0x20 && byte < 0x7f) || (isName && byte >= 0x80);
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (isPlain) {
      text += c;
    } else if (c == '\n') {
      text += "\\n";
    } else if (c == '\t') {
      text += "\\t";
    } else {
      text += '\\';
      text += digits[byte >> 4];
      text += digits[byte & 15];
    }
  }
  text += '"';
  return *this;
}

/// Characters of an identifier without quotes (spec 6.3.5).
static bool isPlainIdChar(char c) {
  return c > ' ' && c < 0x7f && std::string_view("\"(),;[]{}").find(c) == std::string_view::npos;
}

TextOutput &TextOutput::identifier(std::string_view name) {
  text += '$';
  if (std::all_of(name.begin(), name.end(), isPlainIdChar))
    text += name;
  else
    string(name, true);
  return *this;
}

TextOutput &TextOutput::line(size_t depth) {
  text += '\n';
  text.append(2 * std::min(depth, maxDepth), ' ');
  return *this;
}

void TextOutput::flush() {
  if (sink == nullptr)
    return;
  if (!hasFailed && !text.empty())
    hasFailed = !(*sink)(text);
  text.clear();
}

} // namespace sinter
