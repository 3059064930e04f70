//===-- Clock.h - Clocks and points in time ---------------------------------===//
#pragma once

#include "sys/Sys.h"
#include "wasi/Types.h"

namespace sinter::rt::wasi {

constexpr uint64_t NanosecondsPerSecond = 1'000'000'000;

/// The kernel's clock for a WASI clock id; false for an id that does not exist.
bool systemClock(uint32_t clock, int &result);

inline sys::Timespec toTimespec(Timestamp time) {
  return {int64_t(time / NanosecondsPerSecond), int64_t(time % NanosecondsPerSecond)};
}
/// Times before 1970 have no timestamp.
inline Timestamp toTimestamp(int64_t seconds, uint64_t nanoseconds) {
  return seconds < 0 ? 0 : uint64_t(seconds) * NanosecondsPerSecond + nanoseconds;
}

} // namespace sinter::rt::wasi
