//===-- MemoryFile.h - A file that lives in memory only --------------------===//
//
// lld reads its inputs from files. Objects go to it as anonymous files of the
// kernel (memfd), named by /proc/self/fd: nothing to clean up, whatever happens.
// Where /proc is not mounted the linker copies them to files (Linker.cpp).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"

#include <string>
#include <vector>

namespace sinter {

class MemoryFile {
public:
  /// A file with `bytes`. On failure path() is empty, and error() says why.
  explicit MemoryFile(Bytes bytes);
  MemoryFile(MemoryFile &&other) noexcept : descriptor(other.descriptor), failure(other.failure) {
    other.descriptor = -1;
  }
  MemoryFile &operator=(MemoryFile &&) = delete;
  ~MemoryFile();

  [[nodiscard]] bool valid() const { return descriptor >= 0; }
  /// The errno of a file that is not valid.
  [[nodiscard]] int error() const { return failure; }
  [[nodiscard]] int handle() const { return descriptor; }
  /// A path that opens it, in this process, where hasPaths().
  [[nodiscard]] std::string path() const;
  [[nodiscard]] static bool hasPaths();
  /// What it holds; less where it cannot be read.
  [[nodiscard]] std::vector<uint8_t> contents() const;

private:
  int descriptor = -1, failure = 0;
};

} // namespace sinter
