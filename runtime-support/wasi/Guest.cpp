//===-- Guest.cpp - What a guest's pointers lead to ---------------------------===//
//
// Out of line: every call checks several pointers, and hello world carries all of it.
//
//===----------------------------------------------------------------------===//

#include "wasi/Guest.h"

namespace sinter::rt::wasi {

uint8_t *guestBytes(uint32_t pointer, uint64_t size) { return guestBytesInline(pointer, size); }

} // namespace sinter::rt::wasi
