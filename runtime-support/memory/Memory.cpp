//===-- Memory.cpp - Making and growing linear memories ---------------------===//
//
// A guarded memory (core 4.2.8) owns every address that an access can form: a
// 32-bit index plus a 32-bit offset. What is not yet part of the memory is
// reserved without access, so that the hardware checks bounds. Where the kernel
// refuses so much address space (ulimit -v, containers), the range stays
// unmapped instead, which faults just as well, as long as nothing else is ever
// mapped there: this process has no mappings but the image, the kernel's stack
// and what mapPages() returns, which looks.
//
// A memory at a fixed address came partly with the image; only the gaps between
// those pages are mapped here. A checked memory has no reservation; if its
// address is not fixed it may move when it grows. In a hardened program what is fixed
// elsewhere is chosen here (harden/Harden.h).
//
//===----------------------------------------------------------------------===//

#include "memory/Memory.h"
#include "harden/Harden.h"
#include "sys/Sys.h"

namespace sinter::rt {

static_assert(UnreservedStride >= SINTER_GUARDED_REACH);

static bool mapAt(uint64_t begin, uint64_t end, int protection, int flags) {
  if (begin >= end)
    return true;
  long result = sys::map(begin, end - begin, protection, flags);
  if (sys::failed(result))
    return false;
  if (uint64_t(result) == begin)
    return true;
  sys::unmap(result, end - begin); // A kernel that takes NOREPLACE for a hint.
  return false;
}

/// Read-write pages for [begin, end) of a memory.
static bool mapAccessible(uint64_t begin, uint64_t end, bool reserved) {
  return mapAt(begin, end, sys::ProtReadWrite, reserved ? sys::MapFixed : sys::MapFixedNoReplace);
}

/// Maps what a memory at `base` begins with, but for the pages that came with the image. False if
/// the system refuses.
static bool mapBeginning(const SinterProgramMemory &memory, uint64_t base, bool reserved,
                         uint64_t &end) {
  // Around pages of the image nothing can be but what loaded it: QEMU reserves the whole span.
  reserved |= !Hardened && memory.imageCount != 0;
  uint64_t at = 0, source = reinterpret_cast<uint64_t>(memory.base);
  for (uint64_t i = 0; i != memory.imageCount; ++i) {
    uint64_t begin = memory.image[i].begin;
    if (!mapAccessible(base + at, base + begin, reserved))
      return false;
    at = memory.image[i].end;
    if constexpr (Hardened) {
      if (!harden::movePages(source, at - begin, base + begin))
        return false;
      source += at - begin;
    }
  }
  end = maximum(roundUp(memory.record->length, arch::HostPage), at);
  return mapAccessible(base + at, base + end, reserved);
}

static bool makeMemory(const SinterProgramMemory &memory, uint64_t index, bool guarded) {
  SinterMemory &record = *memory.record;
  uint64_t base = reinterpret_cast<uint64_t>(memory.base);
  if (!base && !guarded) { // Can move, so that it needs no more than it has.
    // But for a shared one, which must not move.
    bool isShared = record.flags & SINTER_MEMORY_SHARED;
    record.capacity = roundUp(isShared ? record.maximum : record.length, arch::HostPage);
    base = record.capacity ? mapPages(record.capacity) : 0;
    record.base = reinterpret_cast<uint8_t *>(base);
    return base || !record.capacity;
  }
  bool reserved = false;
  if (base) {
    record.flags |= SINTER_MEMORY_FIXED;
    if constexpr (Hardened)
      base = harden::placeMemory(guarded, reserved);
  } else {
    long result = sys::map(0, SINTER_GUARDED_REACH, sys::ProtNone, sys::MapNoReserve);
    reserved = !sys::failed(result);
    base = reserved ? uint64_t(result) : UnreservedBase + index * UnreservedStride;
  }
  record.base = reinterpret_cast<uint8_t *>(base);
  if (!mapBeginning(memory, base, reserved, record.capacity))
    return false;
  if (guarded && (reserved || mapAt(base + record.capacity, base + SINTER_GUARDED_REACH,
                                    sys::ProtNone, sys::MapNoReserve | sys::MapFixedNoReplace)))
    record.capacity = SINTER_GUARDED_REACH;
  return true;
}

void makeMemories() {
  bool checked = __sinter_program.flags & SINTER_FLAG_CHECKED_MEMORY;
  for (uint64_t i = 0; i != __sinter_program.memoryCount; ++i) {
    const SinterProgramMemory &memory = __sinter_program.memories[i];
    SinterMemory &record = *memory.record;
    bool wide = record.flags & SINTER_MEMORY_64;
    // Generated code checks what guard pages cannot bound.
    bool guarded = !checked && !wide && memory.pageSize >= arch::HostPage;
    // A 32-bit memory ends at 4 GiB at the latest, a 64-bit one where this address space does.
    uint64_t pages = (wide ? UINT64_C(1) << 46 : UINT64_C(1) << 32) / memory.pageSize;
    if (memory.minimum > pages)
      refuse("memory");
    record.pageSize = memory.pageSize;
    record.length = memory.minimum * memory.pageSize;
    record.maximum = minimum(memory.maximum, pages) * memory.pageSize;
    if (guarded)
      record.flags |= SINTER_MEMORY_GUARDED;
    if (!makeMemory(memory, i, guarded))
      refuse("memory");
  }
}

bool inGuardedReach(uint64_t address) {
  for (uint64_t i = 0; i != __sinter_program.memoryCount; ++i) {
    const SinterMemory &record = *__sinter_program.memories[i].record;
    if ((record.flags & SINTER_MEMORY_GUARDED) &&
        address - reinterpret_cast<uint64_t>(record.base) + SINTER_FRONT_GUARD <
            SINTER_FRONT_GUARD + SINTER_GUARDED_REACH)
      return true;
  }
  return false;
}

/// Whether [begin, begin + size) touches what a memory may still grow into.
static bool touchesReach(uint64_t begin, uint64_t size) {
  for (uint64_t i = 0; i != __sinter_program.memoryCount; ++i) {
    const SinterProgramMemory &memory = __sinter_program.memories[i];
    if (!memory.base && !(memory.record->flags & SINTER_MEMORY_GUARDED))
      continue;
    uint64_t low = reinterpret_cast<uint64_t>(memory.record->base);
    if (low && begin < low + SINTER_GUARDED_REACH && low - SINTER_FRONT_GUARD < begin + size)
      return true;
  }
  return false;
}

uint64_t mapPages(uint64_t size) {
  long result = sys::map(0, size, sys::ProtReadWrite, 0);
  if (!sys::failed(result) && touchesReach(result, size)) {
    // Valgrind, for one, begins with low addresses: it is told of a place far from any memory.
    sys::unmap(result, size);
    result = sys::map(ElsewhereBase, size, sys::ProtReadWrite, 0);
  }
  return sys::failed(result) ? 0 : uint64_t(result);
}

} // namespace sinter::rt
