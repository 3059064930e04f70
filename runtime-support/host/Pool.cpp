//===-- Pool.cpp - Addresses that instances leave to the next ones ----------===//
//
// What an instance per request costs is mapping and unmapping, so addresses are kept:
//
// Small blocks (argument areas, memories with bounds checks) are slots of chunks that are one
// mapping each, so that 100,000 of them stay far below the kernel's limit of mappings. Free ones
// are stacked by size, the last one given back on top; their pages are zeros. A memory that grows
// out of its slot takes the pages along, and what it leaves behind is a hole that belongs to
// nobody.
//
// Reservations of memories with guard pages stay with their module, as they are when new: the pages
// of its initial size open and its image mapped. An instance that takes one makes no system call,
// and the one that gives it back makes one, to drop the pages that were touched. Mapping everything
// anew (MAP_FIXED) took the lock of the process's address space for writing, and more time.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <pthread.h>
#include <sys/mman.h>

namespace sinter::host {

namespace {

constexpr uint64_t SmallestSlot = 4096;
constexpr unsigned SizeCount = 9; ///< Up to 1 MiB.
constexpr uint64_t ChunkSize = UINT64_C(16) << 20;
/// Reservations that a module keeps while nobody needs them, and pages for their tables with them.
constexpr size_t MostIdle = 1024;

pthread_mutex_t slotsLock = PTHREAD_MUTEX_INITIALIZER;
AddressStack freeSlots[SizeCount];
/// What of the newest chunk was never given out.
uint8_t *rest;
uint64_t restSize;

unsigned sizeClass(uint64_t bytes) {
  unsigned index = 0;
  while (index != SizeCount && SmallestSlot << index < bytes)
    ++index;
  return index;
}

uint8_t *mapPages(uint64_t bytes) {
  void *pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return pages == MAP_FAILED ? nullptr : static_cast<uint8_t *>(pages);
}

/// The lock is held. Null if the system refuses.
uint8_t *carve(uint64_t size) {
  if (restSize < size) {
    uint8_t *chunk = mapPages(ChunkSize);
    if (!chunk)
      return mapPages(size);
    // One touched page is to cost one page.
    madvise(chunk, ChunkSize, MADV_NOHUGEPAGE);
    // The rest of the old one, of whole smallest slots.
    while (restSize >= SmallestSlot && freeSlots[0].push(rest)) {
      rest += SmallestSlot;
      restSize -= SmallestSlot;
    }
    rest = chunk;
    restSize = ChunkSize;
  }
  restSize -= size;
  return rest + restSize;
}

} // namespace

bool AddressStack::push(uint8_t *address) {
  if (count == capacity) {
    size_t larger = capacity ? 2 * capacity : 16;
    auto *grown = static_cast<uint8_t **>(realloc(addresses, larger * sizeof(uint8_t *)));
    if (!grown)
      return false;
    addresses = grown;
    capacity = larger;
  }
  addresses[count++] = address;
  return true;
}

uint8_t *takeSlot(uint64_t bytes, uint64_t *size) {
  unsigned index = sizeClass(bytes);
  if (index == SizeCount)
    return nullptr;
  *size = SmallestSlot << index;
  pthread_mutex_lock(&slotsLock);
  AddressStack &stack = freeSlots[index];
  uint8_t *slot = stack.count ? stack.pop() : carve(*size);
  pthread_mutex_unlock(&slotsLock);
  return slot;
}

void giveSlot(uint8_t *slot, uint64_t size, uint64_t used) {
  bool isKept = !used || madvise(slot, used, MADV_DONTNEED) == 0;
  pthread_mutex_lock(&slotsLock);
  isKept = isKept && freeSlots[sizeClass(size)].push(slot);
  pthread_mutex_unlock(&slotsLock);
  if (!isKept)
    munmap(slot, size);
}

uint8_t *takeReservation(sinter_module_t *module) {
  pthread_mutex_lock(&module->idleLock);
  uint8_t *base = module->idle.count ? module->idle.pop() : nullptr;
  pthread_mutex_unlock(&module->idleLock);
  return base;
}

bool giveReservation(sinter_module_t *module, uint8_t *base) {
  pthread_mutex_lock(&module->idleLock);
  bool isKept = module->idle.count < MostIdle && module->idle.push(base);
  pthread_mutex_unlock(&module->idleLock);
  return isKept;
}

void freeReservations(sinter_module_t *module) {
  while (module->idle.count)
    unmapGuarded(module->idle.pop());
  free(module->idle.addresses);
}

} // namespace sinter::host
