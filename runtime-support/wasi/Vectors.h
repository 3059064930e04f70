//===-- Vectors.h - A guest's list of buffers as the kernel wants it --------===//
//
// A list of any length is handed over in batches of as many buffers as one
// system call takes; nearly every list is one batch. The whole list is checked
// before the first byte moves. The guest may change the list meanwhile (another
// thread), so each buffer is checked again when its batch is made.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sys/Sys.h"
#include "wasi/Guest.h"

namespace sinter::rt::wasi {

class Vectors {
public:
  /// As much as one call takes: the kernel's UIO_MAXIOV, and what a result of 32 bits can say.
  static constexpr int Maximum = 1024;
  static constexpr uint64_t MaximumBytes = 0x7fff'0000;

  explicit Vectors(GuestSpan<Iovec> list) : list(list) {}

  /// Whether each buffer lies in the guest's memory.
  bool areValid() const;
  /// Makes the next batch of buffers that are not empty; false if there are none left.
  bool next();

  int count = 0;
  uint64_t bytes = 0; ///< Of this batch.
  sys::Vector entries[Maximum];

private:
  GuestSpan<Iovec> list;
  uint32_t position = 0;
  uint64_t total = 0;
};

} // namespace sinter::rt::wasi
