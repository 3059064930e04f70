//===-- FileStatus.h - Between the kernel's and WASI's view of a file -------===//
#pragma once

#include "sys/Sys.h"
#include "wasi/Types.h"

namespace sinter::rt::wasi {

FileStat toFileStat(const sys::Status &status);
FileStatUnstable toUnstable(const FileStat &status);
uint16_t toFdFlags(long systemFlags);
int toSystemFlags(uint32_t fdFlags);

/// The two times of utimensat for WASI's flags; false for flags that contradict each other.
bool toTimes(Timestamp accessed, Timestamp modified, uint32_t flags, sys::Timespec times[2]);

} // namespace sinter::rt::wasi
