//===-- Number.h - The shortest decimal that reads back as a number ---------===//
//
// As JavaScript prints numbers (ECMA-262, Number::toString), after Steele and
// White's free-format algorithm over big integers: slow and short, which is
// right for a tracing call and the results of --invoke.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stddef.h>

namespace sinter::rt {

/// Longest result, with a sign, the digits, a point, zeros and an exponent.
constexpr size_t NumberLimit = 32;

/// Writes `value` to `text`, without a NUL; returns the length.
size_t formatNumber(double value, char (&text)[NumberLimit]);
/// The shortest that reads back as that float.
size_t formatNumber(float value, char (&text)[NumberLimit]);

} // namespace sinter::rt
