//===-- Image.h - What the running executable says of itself ----------------===//
//
// Found through the program headers that the kernel points to, so that no
// linker script and no symbol has to agree.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Runtime.h"
#include "trap/Unwinder.h"

namespace sinter::rt {

/// An ELF64 program header.
struct ProgramHeader {
  uint32_t type, flags;
  uint64_t offset, address, physical, fileSize, memorySize, align;
};

class Image {
public:
  Image(const ProgramHeader *headers, uint64_t count, uint64_t bias)
      : headers(headers), count(count), bias(bias) {}
  static Image ofProcess();

  /// Whether `address` is in a segment that may be executed.
  bool isCode(uint64_t address) const;
  /// The loaded segment around `address`, or null.
  const ProgramHeader *segmentOf(uint64_t address) const;
  /// The header of .eh_frame_hdr, or null.
  const ProgramHeader *unwindHeader() const;
  /// The header of the initial thread-local state, or null.
  const ProgramHeader *threadLocals() const;
  /// Where a segment begins in memory.
  uint64_t addressOf(const ProgramHeader &header) const { return header.address + bias; }

  /// Calls visit(begin, end) for each segment that may be written.
  template <typename F> void forWritable(F visit) const {
    constexpr uint32_t load = 1, writable = 2;
    for (const ProgramHeader *header = headers; header != headers + count; ++header)
      if (header->type == load && (header->flags & writable))
        visit(addressOf(*header), addressOf(*header) + header->memorySize);
  }

private:
  /// The first header of a type, and if `address` is not 0, around it.
  const ProgramHeader *find(uint32_t type, uint64_t address) const;

  const ProgramHeader *headers;
  uint64_t count;
  uint64_t bias;
};

/// Walks the frames of the program's own stack; finds nothing in a program without unwind tables.
Unwinder programUnwinder();

} // namespace sinter::rt
