//===-- Memory.h - Linear memories as the start code and others see them ----===//
#pragma once

#include "Runtime.h"

namespace sinter::rt {

/// Where memories go that have no fixed address when their reservation was refused: far from
/// where the kernel puts anything by itself.
constexpr uint64_t UnreservedBase = UINT64_C(0x100000000000);
constexpr uint64_t UnreservedStride = UINT64_C(16) << 30;
/// Where everything else goes if the kernel's own choice is within a memory's reach.
constexpr uint64_t ElsewhereBase = UnreservedBase >> 1;

/// Makes every memory of the program; a refusal ends the process with a sentence.
void makeMemories();

/// [address, address + size) of a memory, or null if that is not all in it.
inline uint8_t *bytesAt(const SinterMemory *memory, uint64_t address, uint64_t size) {
  if (!memory || size > memory->length || address > memory->length - size)
    return nullptr;
  return memory->base + address;
}

/// Fresh zeroed pages outside everything a memory's accesses can reach, or 0.
uint64_t mapPages(uint64_t size);

/// Whether `address` is within the reach of one of the program's guarded memories.
bool inGuardedReach(uint64_t address);

} // namespace sinter::rt
