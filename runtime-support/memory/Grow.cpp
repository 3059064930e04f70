//===-- Grow.cpp - memory.grow ----------------------------------------------===//
//
// Core 4.4.7. Works on the record alone, so that it serves a program's memories
// as well as those that a host made for an instance: within `capacity` the
// pages are reserved and become accessible in place; a guarded memory beyond it
// takes the addresses that were kept free; a checked one may move. What the
// kernel refuses is -1, and then nothing has changed.
//
// A program's memory that has grown large asks for huge pages, which native code mostly does not
// have: zstd compresses in 0.85 of the time. Memory is filled from its beginning, so that little is
// wasted. Hosts decide for themselves.
//
//===----------------------------------------------------------------------===//

#include "Runtime.h"
#include "sys/Sys.h"

using namespace sinter::rt;

/// From this length on, huge pages.
static constexpr uint64_t LargeMemory = UINT64_C(8) << 20;

/// Maps [begin, end) read-write at exactly that place.
static bool extend(uint64_t begin, uint64_t end, int flags) {
  if (begin >= end)
    return true;
  long result = sys::map(begin, end - begin, sys::ProtReadWrite, flags);
  if (uint64_t(result) == begin)
    return true;
  if (!sys::failed(result))
    sys::unmap(result, end - begin);
  return false;
}

/// Moves a checked memory, or lets it grow where it is.
static bool move(SinterMemory &memory, uint64_t newCapacity) {
  long result = memory.base ? sys::remap(reinterpret_cast<uint64_t>(memory.base), memory.capacity,
                                         newCapacity)
                            : sys::map(0, newCapacity, sys::ProtReadWrite, 0);
  if (sys::failed(result))
    return false;
  memory.base = reinterpret_cast<uint8_t *>(result);
  memory.capacity = newCapacity;
  return true;
}

extern "C" uint64_t __sinter_memory_grow(SinterMemory *memory, uint64_t delta) {
  uint64_t pageSize = memory->pageSize, length = memory->length;
  uint64_t old = length / pageSize;
  if (delta == 0)
    return old;
  if (delta > (memory->maximum - length) / pageSize)
    return ~UINT64_C(0);
  uint64_t newLength = length + delta * pageSize;
  uint64_t base = reinterpret_cast<uint64_t>(memory->base);
  uint64_t begin = roundUp(length, arch::HostPage), end = roundUp(newLength, arch::HostPage);
  if (end > memory->capacity) {
    if (memory->flags & (SINTER_MEMORY_GUARDED | SINTER_MEMORY_FIXED)) {
      begin = maximum(begin, memory->capacity);
      if (!extend(base + begin, base + end, sys::MapFixedNoReplace))
        return ~UINT64_C(0);
      memory->capacity = end;
    } else if (!move(*memory, end)) {
      return ~UINT64_C(0);
    }
  } else if (memory->flags & SINTER_MEMORY_GUARDED) {
    if (!extend(base + begin, base + end, sys::MapFixed))
      return ~UINT64_C(0);
  }
  if (memory->flags & SINTER_MEMORY_FIXED && end >= LargeMemory)
    sys::preferHugePages(base, end);
  // Other threads read a shared memory's length without its lock.
  __atomic_store_n(&memory->length, newLength, __ATOMIC_RELEASE);
  return old;
}
