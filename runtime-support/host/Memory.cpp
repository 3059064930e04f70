//===-- Memory.cpp - Linear memories of instances and hosts -----------------===//
//
// Two kinds, which the module's mode decides. A guarded memory reserves every
// address that an access can form (SINTER_GUARDED_REACH) without access rights
// and opens [0, length): the hardware checks bounds. In front of it is the page that loops of code
// compiled with --interruptible read at each turn. A checked one
// (64-bit memories and those of 1-byte pages always are) is a plain mapping of its length and may
// move when it grows; a small one begins in a slot of the pool. __sinter_memory_grow (../memory) in
// the compiled module works on the same records in the same way: what is mapped is `capacity` bytes
// from `base` on.
//
// A shared memory never moves: a checked one is mapped up to its maximum at once. It grows under
// the lock in its record, which compiled code takes as well.
//
//===----------------------------------------------------------------------===//

#include "../threads/RecordLock.h"
#include "Host.h"
#include "Runtime.h"
#include "arch/Arch.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sinter::host {

/// Compiled code rounds by the same: the largest page of any kernel for this CPU.
using rt::arch::HostPage;
/// Where a 32-bit memory ends at the latest, and a 64-bit one for want of addresses.
static constexpr uint64_t AddressLimit32 = UINT64_C(1) << 32;
static constexpr uint64_t AddressLimit64 = UINT64_C(1) << 46;

static uint64_t roundUp(uint64_t bytes) { return (bytes + HostPage - 1) & ~(HostPage - 1); }

static sinter_error_t *refusal(const SinterMemory &record) {
  return makeError(SINTER_ERROR_RESOURCE, "the system refuses %llu KiB for a memory",
                   static_cast<unsigned long long>(record.length >> 10));
}

static sinter_error_t *mapGuarded(SinterMemory &record, uint8_t *reservation) {
  record.capacity = SINTER_GUARDED_REACH;
  record.flags |= SINTER_MEMORY_GUARDED;
  record.base = reservation;
  if (reservation)
    return nullptr;
  void *pollPage = mmap(nullptr, HostPage + SINTER_GUARDED_REACH, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pollPage == MAP_FAILED)
    return makeError(SINTER_ERROR_RESOURCE,
                     "the system refuses 8 GiB of addresses for a memory with guard pages; raise "
                     "its limit (ulimit -v) or compile with --memory=checked");
  uint8_t *base = static_cast<uint8_t *>(pollPage) + HostPage;
  if (mprotect(pollPage, HostPage, PROT_READ) != 0 ||
      (record.length && mprotect(base, record.length, PROT_READ | PROT_WRITE) != 0)) {
    unmapGuarded(base);
    return refusal(record);
  }
  record.base = base;
  return nullptr;
}

void unmapGuarded(uint8_t *base) { munmap(base - HostPage, HostPage + SINTER_GUARDED_REACH); }

const sinter_memory_t *guardedMemoryAt(const sinter_store_t &store, uint64_t address) {
  for (const sinter_memory_t *memory = store.memories; memory; memory = memory->next)
    if ((memory->record->flags & SINTER_MEMORY_GUARDED) &&
        address - reinterpret_cast<uint64_t>(memory->record->base - HostPage) <
            HostPage + SINTER_GUARDED_REACH)
      return memory;
  return nullptr;
}

/// Lets polls of code that uses the memory go on, or fault.
static void setPolls(sinter_memory_t &memory, bool closed) {
  const SinterMemory &record = *memory.record;
  // Code that uses a shared one reads the store's flag instead.
  if (memory.pollsClosed == closed || !(record.flags & SINTER_MEMORY_GUARDED) ||
      (record.flags & SINTER_MEMORY_SHARED))
    return;
  // Whether pages that were closed can be opened is up to the limit of mappings.
  if (mprotect(record.base - HostPage, HostPage, closed ? PROT_NONE : PROT_READ) == 0)
    memory.pollsClosed = closed;
}

void setPolls(sinter_store_t &store, bool closed) {
  for (sinter_memory_t *memory = store.memories; memory; memory = memory->next)
    setPolls(*memory, closed);
}

/// Makes the store know the memory, also while another thread interrupts.
static void addToStore(sinter_store_t &store, sinter_memory_t &memory) {
  pthread_mutex_lock(&store.interruptLock);
  addTo(store.memories, &memory);
  setPolls(memory, isInterrupted(store));
  pthread_mutex_unlock(&store.interruptLock);
}

static sinter_error_t *mapChecked(SinterMemory &record, sinter_memory_t &memory) {
  bool isShared = record.flags & SINTER_MEMORY_SHARED;
  if (!isShared && record.length)
    memory.slot = takeSlot(record.length, &memory.slotSize);
  if (memory.slot) {
    record.base = memory.slot;
    record.capacity = memory.slotSize;
    return nullptr;
  }
  record.capacity = roundUp(isShared ? record.maximum : record.length);
  if (!record.capacity)
    return nullptr;
  void *base = mmap(nullptr, record.capacity, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED)
    return refusal(record);
  record.base = static_cast<uint8_t *>(base);
  return nullptr;
}

/// What a memory may grow to, of those pages that its type declares.
static uint64_t mostPages(uint64_t declared, uint64_t pageSize, bool is64, uint64_t bytes) {
  uint64_t reach = is64 ? AddressLimit64 : AddressLimit32;
  return rt::minimum(declared, rt::minimum(reach, bytes) / pageSize);
}

sinter_error_t *makeMemory(sinter_store_t *store, SinterMemory *record, sinter_limits_t pages,
                           uint64_t pageSize, bool guarded, sinter_memory_t **result,
                           uint8_t *reservation) {
  uint64_t reach = (pages.is_64 ? AddressLimit64 : AddressLimit32) / pageSize;
  if (pages.minimum > reach)
    return makeError(pages.is_64 ? SINTER_ERROR_RESOURCE : SINTER_ERROR_USE,
                     "a memory has at most %llu pages", static_cast<unsigned long long>(reach));
  uint64_t most = mostPages(pages.maximum, pageSize, pages.is_64, store->config.memoryLimit);
  if (pages.minimum > most)
    return makeError(SINTER_ERROR_RESOURCE,
                     "a memory of %llu pages is larger than the store allows",
                     static_cast<unsigned long long>(pages.minimum));
  if (pages.is_shared && pages.maximum == SINTER_NO_MAXIMUM)
    return makeError(SINTER_ERROR_USE, "a shared memory needs a maximum");
  auto *memory = static_cast<sinter_memory_t *>(calloc(1, sizeof(sinter_memory_t)));
  if (!memory)
    return outOfMemory();
  memory->record = record ? record : &memory->own;
  SinterMemory &fields = *memory->record;
  fields.base = nullptr;
  fields.length = pages.minimum * pageSize;
  fields.maximum = most * pageSize;
  fields.pageSize = pageSize;
  fields.flags = (pages.is_64 ? SINTER_MEMORY_64 : 0) |
                 (pages.is_shared ? SINTER_MEMORY_SHARED | SINTER_MEMORY_FIXED : 0);
  sinter_error_t *error = guarded ? mapGuarded(fields, reservation) : mapChecked(fields, *memory);
  if (!error && !store->objects.insert(memory->record, memory)) {
    freeMemory(memory);
    return outOfMemory();
  }
  if (error) {
    free(memory);
    return error;
  }
  memory->store = store;
  memory->maximum = pages.maximum;
  addToStore(*store, *memory);
  *result = memory;
  return nullptr;
}

bool borrowMemory(sinter_store_t *store, const sinter_memory_t *memory) {
  if (store->objects.find(memory->record))
    return true;
  auto *borrowed = static_cast<sinter_memory_t *>(calloc(1, sizeof(sinter_memory_t)));
  if (!borrowed || !store->objects.insert(memory->record, borrowed)) {
    free(borrowed);
    return false;
  }
  borrowed->store = store;
  borrowed->record = memory->record;
  borrowed->maximum = memory->maximum;
  borrowed->isBorrowed = true;
  addToStore(*store, *borrowed);
  return true;
}

/// Whether a memory that began in a slot of the pool is there still.
static bool isInSlot(const sinter_memory_t &memory) {
  return memory.slot && memory.record->base == memory.slot &&
         memory.record->capacity == memory.slotSize;
}

/// A guarded first memory whose pages are as new goes back to its module; false if it cannot.
static bool keepReservation(sinter_memory_t &memory) {
  const SinterMemory &record = *memory.record;
  if (!memory.isFirst || memory.pollsClosed)
    return false;
  sinter_module_t *module = memory.owner->module;
  if (module->descriptor->imageBytes && !memory.owner->hasImage)
    return false;
  return resetMemory(memory, module->descriptor->memories[0].minimum) &&
         giveReservation(module, record.base);
}

void freeMemory(sinter_memory_t *memory) {
  const SinterMemory &record = *memory->record;
  setPolls(*memory, false);
  if (memory->isBorrowed)
    ;
  else if (isInSlot(*memory))
    giveSlot(memory->slot, memory->slotSize, roundUp(record.length));
  else if (record.flags & SINTER_MEMORY_GUARDED) {
    if (!keepReservation(*memory))
      unmapGuarded(record.base);
  } else if (record.capacity)
    munmap(record.base, record.capacity);
  free(memory);
}

bool resetMemory(sinter_memory_t &memory, uint64_t minimumPages) {
  SinterMemory &record = *memory.record;
  uint64_t length = minimumPages * record.pageSize;
  uint64_t kept = roundUp(length), used = roundUp(record.length);
  bool isGuarded = record.flags & SINTER_MEMORY_GUARDED;
  // Pages that were never touched cost nothing, and the first touch of the others gives zeros.
  if (used && madvise(record.base, used, MADV_DONTNEED) != 0)
    return false;
  if (isGuarded && used > kept && mprotect(record.base + kept, used - kept, PROT_NONE) != 0)
    return false;
  if (!isGuarded && !isInSlot(memory) && record.capacity > kept) {
    munmap(record.base + kept, record.capacity - kept);
    record.capacity = kept;
    record.base = kept ? record.base : nullptr;
  }
  record.length = length;
  return true;
}

static bool growRecord(SinterMemory &record, uint64_t newLength) {
  uint64_t begin = roundUp(record.length), end = roundUp(newLength);
  if (record.flags & SINTER_MEMORY_GUARDED) {
    if (end > begin && mprotect(record.base + begin, end - begin, PROT_READ | PROT_WRITE) != 0)
      return false;
  } else if (end > record.capacity) {
    if (record.flags & SINTER_MEMORY_FIXED)
      return false;
    void *base = record.capacity ? mremap(record.base, record.capacity, end, MREMAP_MAYMOVE)
                                 : mmap(nullptr, end, PROT_READ | PROT_WRITE,
                                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
      return false;
    record.base = static_cast<uint8_t *>(base);
    record.capacity = end;
  }
  __atomic_store_n(&record.length, newLength, __ATOMIC_SEQ_CST);
  return true;
}

namespace {
struct Futex {
  static void sleep(uint32_t *word, uint32_t seen) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, nullptr);
  }
  static void wake(uint32_t *word, int count) {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count);
  }
};
} // namespace

/// What concerns all threads that use the memory.
template <typename F> static auto locked(SinterMemory &record, F action) {
  if (!(record.flags & SINTER_MEMORY_SHARED))
    return action();
  sinter::rt::RecordLock<Futex> lock(record);
  return action();
}

void limitMemory(sinter_memory_t &memory, uint64_t bytes) {
  SinterMemory &record = *memory.record;
  locked(record, [&] {
    uint64_t most = record.pageSize * mostPages(memory.maximum, record.pageSize,
                                                record.flags & SINTER_MEMORY_64, bytes);
    record.maximum = record.length > most ? record.length : most;
  });
}

static sinter_error_t *growBy(SinterMemory &record, uint64_t pages, uint64_t *oldSize) {
  uint64_t old = record.length / record.pageSize;
  if (pages > (record.maximum - record.length) / record.pageSize)
    return makeError(SINTER_ERROR_RESOURCE,
                     "a memory of %llu pages cannot grow by %llu: its maximum is %llu",
                     static_cast<unsigned long long>(old), static_cast<unsigned long long>(pages),
                     static_cast<unsigned long long>(record.maximum / record.pageSize));
  if (!growRecord(record, record.length + pages * record.pageSize))
    return makeError(SINTER_ERROR_RESOURCE, "the system refuses to let a memory grow by %llu pages",
                     static_cast<unsigned long long>(pages));
  if (oldSize)
    *oldSize = old;
  return nullptr;
}

} // namespace sinter::host

using namespace sinter::host;

sinter_error_t *sinter_memory_new(sinter_store_t *store, sinter_limits_t pages,
                                  sinter_memory_t **memory) {
  if (pages.minimum > pages.maximum)
    return makeError(SINTER_ERROR_USE, "a memory's maximum is below its minimum");
  return makeMemory(store, nullptr, pages, 65536, store->config.guardedMemories && !pages.is_64,
                    memory);
}

uint8_t *sinter_memory_data(const sinter_memory_t *memory) { return memory->record->base; }

uint64_t sinter_memory_size_bytes(const sinter_memory_t *memory) {
  return lengthOf(*memory->record);
}

uint64_t sinter_memory_size(const sinter_memory_t *memory) {
  return lengthOf(*memory->record) / memory->record->pageSize;
}

uint64_t sinter_memory_maximum(const sinter_memory_t *memory) { return memory->maximum; }

sinter_error_t *sinter_memory_grow(sinter_memory_t *memory, uint64_t pages, uint64_t *oldSize) {
  return locked(*memory->record, [&] { return growBy(*memory->record, pages, oldSize); });
}
