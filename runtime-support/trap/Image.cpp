//===-- Image.cpp - Reading the running executable's program headers --------===//

#include "trap/Image.h"

namespace sinter::rt {

enum HeaderType : uint32_t { Load = 1, HeaderTable = 6, ThreadLocals = 7, EhFrame = 0x6474e550 };
enum AuxiliaryType : uint64_t { HeadersAt = 3, HeaderCount = 5 };

Image Image::ofProcess() {
  auto *headers = reinterpret_cast<const ProgramHeader *>(auxiliaryValue(HeadersAt, 0));
  Image image(headers, headers ? auxiliaryValue(HeaderCount, 0) : 0, 0);
  if (const ProgramHeader *table = image.find(HeaderTable, 0))
    image.bias = reinterpret_cast<uint64_t>(headers) - table->address;
  return image;
}

const ProgramHeader *Image::find(uint32_t type, uint64_t address) const {
  for (const ProgramHeader *header = headers; header != headers + count; ++header)
    if (header->type == type && (!address || address - addressOf(*header) < header->memorySize))
      return header;
  return nullptr;
}

bool Image::isCode(uint64_t address) const {
  constexpr uint32_t executable = 1;
  const ProgramHeader *segment = segmentOf(address);
  return segment && (segment->flags & executable);
}

const ProgramHeader *Image::segmentOf(uint64_t address) const {
  return address ? find(Load, address) : nullptr;
}

const ProgramHeader *Image::unwindHeader() const { return find(EhFrame, 0); }

const ProgramHeader *Image::threadLocals() const { return find(ThreadLocals, 0); }

Unwinder programUnwinder() {
  Image image = Image::ofProcess();
  const ProgramHeader *header = image.unwindHeader();
  const ProgramHeader *segment = header ? image.segmentOf(image.addressOf(*header)) : nullptr;
  if (!segment)
    return Unwinder(nullptr, {}, {});
  uint64_t begin = image.addressOf(*segment);
  const ThreadState &thread = thisThread();
  return Unwinder(reinterpret_cast<const uint8_t *>(image.addressOf(*header)),
                  {begin, begin + segment->memorySize}, {thread.stackLow, thread.stackHigh});
}

} // namespace sinter::rt
