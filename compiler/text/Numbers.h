//===-- Numbers.h - Literals of the text format ----------------------------===//
//
// Integers and floating-point numbers as the text format writes them (spec 6.3.2,
// 6.3.3). Floats are rounded once, from the exact value to the target's width:
// going through double would round an f32 twice.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sinter {

enum class NumberShape : uint8_t { None, Nat, Int, Float };
/// What kind of number the whole of `text` is by its spelling.
[[nodiscard]] NumberShape numberShape(std::string_view text);

/// A Nat of at most `bits` bits; none if too large.
[[nodiscard]] std::optional<uint64_t> parseNat(std::string_view text, unsigned bits);

/// A Nat or Int that fits `bits` bits as signed or as unsigned; in two's complement, cut to `bits`.
[[nodiscard]] std::optional<uint64_t> parseInt(std::string_view text, unsigned bits);

/// The bits of the f32 (`width` 32) or f64 (64) nearest to a Nat, Int or Float;
/// none if it rounds to infinity or its NaN payload does not fit.
[[nodiscard]] std::optional<uint64_t> parseFloat(std::string_view text, unsigned width);

} // namespace sinter
