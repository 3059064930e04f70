//===-- Image.h - What the running executable says of itself ----------------===//
//
// The linker names the place of the ELF header, which an executable of ours maps
// and which its program headers follow. Executables are linked for one place, so their
// addresses are true as they stand, but for hardened ones, which are linked for 0.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Runtime.h"
#include "harden/Harden.h"
#include "trap/Unwinder.h"
#include <stddef.h>

namespace sinter::rt {

/// An ELF64 program header.
struct ProgramHeader {
  uint32_t type, flags;
  uint64_t offset, address, physical, fileSize, memorySize, align;

  /// Where it is loaded.
  uint64_t begin() const;
};

/// An ELF64 header, as far as it is looked at, with what follows it.
struct FileHeader {
  unsigned char other[56];
  uint16_t count;
  unsigned char more[6];
  ProgramHeader headers[1];
};
static_assert(offsetof(FileHeader, headers) == 64);
extern "C" const FileHeader __ehdr_start __attribute__((visibility("hidden")));

struct Image {
  /// What is added to the addresses that the image was linked for.
  static uint64_t slide() { return Hardened ? reinterpret_cast<uint64_t>(&__ehdr_start) : 0; }
  /// Whether `address` is in a segment that may be executed.
  static bool isCode(uint64_t address);
  /// The loaded segment around `address`, or null.
  static const ProgramHeader *segmentOf(uint64_t address);
  /// The header of .eh_frame_hdr, or null.
  static const ProgramHeader *unwindHeader();
  /// The header of the initial thread-local state, or null.
  static const ProgramHeader *threadLocals();
  /// The header of what start-up alone may write, or null.
  static const ProgramHeader *readOnlyAfterStart();

  /// Calls visit(begin, end) for each segment that may be written and is still in its place.
  template <typename F> static void forWritable(F visit) {
    constexpr uint32_t load = 1, writable = 2;
    const ProgramHeader *header = __ehdr_start.headers;
    for (const ProgramHeader *end = header + __ehdr_start.count; header != end; ++header)
      if (header->type == load && (header->flags & writable) && !isMoved(header->begin()))
        visit(header->begin(), header->begin() + header->memorySize);
  }

private:
  /// Of a hardened program memory 0's pages are moved.
  static bool isMoved(uint64_t begin) {
    return Hardened && __sinter_program.memoryCount &&
           begin == reinterpret_cast<uint64_t>(__sinter_program.memories[0].base);
  }
};

inline uint64_t ProgramHeader::begin() const { return address + Image::slide(); }

/// Walks the frames of the program's own stack; finds nothing in a program without unwind tables.
Unwinder programUnwinder();

} // namespace sinter::rt
