//===-- Image.cpp - Reading the running executable's program headers --------===//

#include "trap/Image.h"

namespace sinter::rt {

enum HeaderType : uint32_t { Load = 1, HeaderTable = 6, EhFrame = 0x6474e550 };
enum AuxiliaryType : uint64_t { HeadersAt = 3, HeaderCount = 5 };

Image Image::ofProcess() {
  auto *headers = reinterpret_cast<const ProgramHeader *>(auxiliaryValue(HeadersAt, 0));
  uint64_t count = headers ? auxiliaryValue(HeaderCount, 0) : 0;
  uint64_t bias = 0;
  for (uint64_t i = 0; i != count; ++i)
    if (headers[i].type == HeaderTable)
      bias = reinterpret_cast<uint64_t>(headers) - headers[i].address;
  return Image(headers, count, bias);
}

bool Image::isCode(uint64_t address) const {
  constexpr uint32_t executable = 1;
  for (uint64_t i = 0; i != count; ++i)
    if (headers[i].type == Load && (headers[i].flags & executable) &&
        address - bias - headers[i].address < headers[i].memorySize)
      return true;
  return false;
}

bool Image::segmentOf(uint64_t address, uint64_t &begin, uint64_t &end) const {
  for (uint64_t i = 0; i != count; ++i)
    if (headers[i].type == Load && address - bias - headers[i].address < headers[i].memorySize) {
      begin = headers[i].address + bias;
      end = begin + headers[i].memorySize;
      return true;
    }
  return false;
}

const uint8_t *Image::unwindHeader(uint64_t &size) const {
  for (uint64_t i = 0; i != count; ++i)
    if (headers[i].type == EhFrame) {
      size = headers[i].memorySize;
      return reinterpret_cast<const uint8_t *>(headers[i].address + bias);
    }
  return nullptr;
}

} // namespace sinter::rt
