//===-- Vectors.h - A guest's list of buffers as the kernel wants it --------===//
#pragma once

#include "sys/Sys.h"
#include "wasi/Guest.h"

namespace sinter::rt::wasi {

struct Vectors {
  /// Longer lists are served in part, as POSIX allows.
  static constexpr int Maximum = 64;
  int count = 0;
  sys::Vector entries[Maximum];

  /// Checks the whole list and takes over its first non-empty buffers; false if any is out of
  /// bounds.
  bool gather(GuestSpan<Iovec> list);
};

} // namespace sinter::rt::wasi
