//===-- Guest.cpp - What a guest's pointers lead to ---------------------------===//
//
// Out of line: every call checks several pointers, and hello world carries all of it.
//
//===----------------------------------------------------------------------===//

#include "wasi/Guest.h"

namespace sinter::rt::wasi {

uint8_t *guestBytes(uint32_t pointer, uint64_t size) {
  const SinterMemory *memory = __sinter_program.memory;
  if (!memory || size > memory->length || pointer > memory->length - size)
    return nullptr;
  return memory->base + pointer;
}

} // namespace sinter::rt::wasi
