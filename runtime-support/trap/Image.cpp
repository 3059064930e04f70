//===-- Image.cpp - Reading the running executable's program headers --------===//

#include "trap/Image.h"

namespace sinter::rt {

enum HeaderType : uint32_t {
  Load = 1,
  ThreadLocals = 7,
  EhFrame = 0x6474e550,
  ReadOnly = 0x6474e552
};

/// The first header of a type, and if `address` is not 0, around it.
static const ProgramHeader *find(uint32_t type, uint64_t address) {
  const ProgramHeader *header = __ehdr_start.headers;
  for (const ProgramHeader *end = header + __ehdr_start.count; header != end; ++header)
    if (header->type == type && (!address || address - header->begin() < header->memorySize))
      return header;
  return nullptr;
}

bool Image::isCode(uint64_t address) {
  constexpr uint32_t executable = 1;
  const ProgramHeader *segment = segmentOf(address);
  return segment && (segment->flags & executable);
}

const ProgramHeader *Image::segmentOf(uint64_t address) {
  return address ? find(Load, address) : nullptr;
}

const ProgramHeader *Image::unwindHeader() { return find(EhFrame, 0); }

const ProgramHeader *Image::threadLocals() { return find(ThreadLocals, 0); }

const ProgramHeader *Image::readOnlyAfterStart() { return find(ReadOnly, 0); }

Unwinder programUnwinder() {
  const ProgramHeader *header = Image::unwindHeader();
  const ProgramHeader *segment = header ? Image::segmentOf(header->begin()) : nullptr;
  if (!segment)
    return Unwinder(nullptr, {}, {});
  const ThreadState &thread = thisThread();
  return Unwinder(reinterpret_cast<const uint8_t *>(header->begin()),
                  {segment->begin(), segment->begin() + segment->memorySize},
                  {thread.stackLow, thread.stackHigh});
}

} // namespace sinter::rt
