//===-- MemFunctions.cpp - memcpy and its kin under their C names -----------===//
//
// Weak, so that the same archive can be linked beside a libc. Compiled with
// -fno-builtin, or the loops would be recognised as calls of themselves.
//
//===----------------------------------------------------------------------===//

#include "memory/MemFunctions.h"

using namespace sinter::rt;

#define LIBRARY_FUNCTION extern "C" __attribute__((weak))

LIBRARY_FUNCTION void *memcpy(void *to, const void *from, size_t size) {
  return copyBlock(to, from, size);
}
LIBRARY_FUNCTION void *memmove(void *to, const void *from, size_t size) {
  return moveBlock(to, from, size);
}
LIBRARY_FUNCTION void *memset(void *to, int value, size_t size) {
  return setBlock(to, value, size);
}
LIBRARY_FUNCTION int memcmp(const void *a, const void *b, size_t size) {
  return compareBlocks(a, b, size);
}
