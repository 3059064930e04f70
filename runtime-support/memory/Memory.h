//===-- Memory.h - Linear memories as the start code and others see them ----===//
#pragma once

#include "Runtime.h"

namespace sinter::rt {

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
