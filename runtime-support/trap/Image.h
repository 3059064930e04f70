//===-- Image.h - What the running executable says of itself ----------------===//
//
// Found through the program headers that the kernel points to, so that no
// linker script and no symbol has to agree.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Runtime.h"

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

  bool isCode(uint64_t address) const;
  /// The loaded segment around `address`; false if there is none.
  bool segmentOf(uint64_t address, uint64_t &begin, uint64_t &end) const;
  /// The .eh_frame_hdr section, or null.
  const uint8_t *unwindHeader(uint64_t &size) const;

private:
  const ProgramHeader *headers;
  uint64_t count;
  uint64_t bias;
};

} // namespace sinter::rt
