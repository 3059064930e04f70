//===-- Threads.cpp - What generated code calls for shared memories ---------===//
//
// memory.atomic.wait32, wait64 and notify (threads proposal), and memory.grow
// of shared memories.
//
// Futexes are 32 bits wide and would not let a wait64 and a wait32 on one address
// meet, so who waits where is our own list: nodes on the waiting threads' stacks, in
// the order of their arrival, circular, its head in the memory's record under
// the record's lock. A futex only parks a thread, on a word of its own node. The comparison
// with the expected value and joining the list are one step under the lock, and a notifier takes
// the same lock after its store, so no notification is lost.
//
//===----------------------------------------------------------------------===//

#include "Runtime.h"
#include "sys/Sys.h"
#include "threads/RecordLock.h"

using namespace sinter::rt;

namespace {

struct Futex {
  static void sleep(uint32_t *word, uint32_t seen) { sys::sleepOn(word, seen, nullptr); }
  static void wake(uint32_t *word, int count) { sys::wakeUp(word, count); }
};
using Lock = RecordLock<Futex>;

/// A waiting thread. Belongs to the list until `isWoken` or until it takes itself out.
struct Waiter {
  Waiter *next;
  Waiter *previous;
  const void *address;
  uint32_t isWoken;
};
static_assert(alignof(Waiter) >= 4, "the lock's flags are the low bits of a pointer to it");

enum Result : uint32_t { Woken = 0, NotEqual = 1, TimedOut = 2 };

Waiter *first(const Lock &lock) { return reinterpret_cast<Waiter *>(lock.head); }

void append(Lock &lock, Waiter &waiter) {
  Waiter *head = first(lock);
  if (!head) {
    waiter.next = waiter.previous = &waiter;
    lock.head = reinterpret_cast<uint64_t>(&waiter);
    return;
  }
  waiter.next = head;
  waiter.previous = head->previous;
  head->previous->next = &waiter;
  head->previous = &waiter;
}

void remove(Lock &lock, Waiter &waiter) {
  if (first(lock) == &waiter)
    lock.head = waiter.next == &waiter ? 0 : reinterpret_cast<uint64_t>(waiter.next);
  waiter.next->previous = waiter.previous;
  waiter.previous->next = waiter.next;
}

sys::Timespec deadlineAfter(uint64_t nanoseconds) {
  constexpr uint64_t second = 1'000'000'000;
  sys::Timespec time = {};
  sys::steadyTime(time);
  time.seconds += int64_t(nanoseconds / second);
  time.nanoseconds += int64_t(nanoseconds % second);
  if (time.nanoseconds >= int64_t(second)) {
    ++time.seconds;
    time.nanoseconds -= second;
  }
  return time;
}

template <typename T>
Result wait(SinterMemory &memory, uint64_t offset, T expected, int64_t timeout) {
  Waiter waiter = {};
  const void *address = waiter.address = memory.base + offset;
  sys::Timespec deadline;
  if (timeout > 0)
    deadline = deadlineAfter(timeout);
  {
    Lock lock(memory);
    if (__atomic_load_n(static_cast<const T *>(address), __ATOMIC_SEQ_CST) != expected)
      return NotEqual;
    if (timeout == 0)
      return TimedOut;
    append(lock, waiter);
  }
  while (!__atomic_load_n(&waiter.isWoken, __ATOMIC_ACQUIRE)) {
    constexpr long expired = -110; // ETIMEDOUT
    if (sys::sleepOn(&waiter.isWoken, 0, timeout > 0 ? &deadline : nullptr) != expired)
      continue;
    Lock lock(memory);
    if (waiter.isWoken) // Between the time-out and the lock.
      return Woken;
    remove(lock, waiter);
    return TimedOut;
  }
  return Woken;
}

} // namespace

extern "C" {

uint32_t __sinter_memory_wait32(SinterMemory *memory, uint64_t offset, uint32_t expected,
                                uint64_t timeout) {
  return wait(*memory, offset, expected, int64_t(timeout));
}

uint32_t __sinter_memory_wait64(SinterMemory *memory, uint64_t offset, uint64_t expected,
                                uint64_t timeout) {
  return wait(*memory, offset, expected, int64_t(timeout));
}

uint32_t __sinter_memory_notify(SinterMemory *memory, uint64_t offset, uint32_t count) {
  const void *address = memory->base + offset;
  uint32_t woken = 0;
  Lock lock(*memory);
  Waiter *waiter = first(lock);
  Waiter *last = waiter ? waiter->previous : nullptr;
  for (bool isLast = !waiter; !isLast && woken != count;) {
    Waiter *next = waiter->next;
    isLast = waiter == last;
    if (waiter->address == address) {
      remove(lock, *waiter);
      // From here on the node may be gone: its thread needs no lock to see this.
      __atomic_store_n(&waiter->isWoken, 1, __ATOMIC_RELEASE);
      sys::wakeUp(&waiter->isWoken, 1);
      ++woken;
    }
    waiter = next;
  }
  return woken;
}

uint64_t __sinter_memory_grow(SinterMemory *memory, uint64_t delta);

uint64_t __sinter_memory_grow_shared(SinterMemory *memory, uint64_t delta) {
  Lock lock(*memory);
  return __sinter_memory_grow(memory, delta);
}
}
