//===-- TextOutput.h - Where the printer's text goes -------------------------===//
//
// Text is collected and handed on in large pieces, so that a module of any size
// is printed in little memory. What is written for a look first (a constant
// expression, to see how long it is) goes to an output without a sink.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sinter {

/// Takes text piece by piece; false if it could not.
using TextSink = std::function<bool(std::string_view)>;

class TextOutput {
public:
  TextOutput() = default;
  explicit TextOutput(const TextSink &sink) : sink(&sink) {}

  TextOutput &operator<<(std::string_view part) {
    text += part;
    return *this;
  }
  TextOutput &operator<<(char c) {
    text += c;
    return *this;
  }
  TextOutput &number(uint64_t value);
  TextOutput &signedNumber(int64_t value);
  /// `value` in hexadecimal, of at least `digits` digits, with 0x.
  TextOutput &hex(uint64_t value, unsigned digits);
  /// The literal that stands for exactly these bits of an f32 (`width` 32) or f64 (64).
  TextOutput &floating(uint64_t bits, unsigned width);
  /// Bytes as a string with its quotes: in a name, well-formed UTF-8 is left as it is.
  TextOutput &string(std::string_view bytes, bool isName);
  /// An identifier, quoted if need be. `name` is not empty.
  TextOutput &identifier(std::string_view name);
  /// A new line, indented.
  TextOutput &line(size_t depth);

  /// Hands on what has been collected, if that is much.
  void drain() {
    if (text.size() >= pieceSize)
      flush();
  }
  void flush();
  [[nodiscard]] bool failed() const { return hasFailed; }

  std::string text;

private:
  static constexpr size_t pieceSize = 65536;
  const TextSink *sink = nullptr;
  bool hasFailed = false;
};

} // namespace sinter
