//===-- RecordLock.h - The lock of a shared memory's record -----------------===//
//
// SinterMemory.lock is both a lock and what it protects: the head of the list of
// waiting threads (WaitQueue.h), whose two lowest bits are free. Bit 0: locked;
// bit 1: somebody sleeps for it. Everything stands in the record, and not in
// the module that runs this code, because several modules and the host share
// one memory. The kernel sees the word's lower half, which changes whenever
// a flag does; what it holds beside them does no harm.
//
// `Futex` has sleep(word, seen) and wake(word, count), since libsinter has libc's
// system calls and the freestanding runtime its own.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sinter/abi/Abi.h"

namespace sinter::rt {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the lower half comes first");

template <typename Futex> class RecordLock {
public:
  explicit RecordLock(SinterMemory &memory) : word(&memory.lock) {
    uint64_t seen = __atomic_load_n(word, __ATOMIC_RELAXED);
    for (;;) {
      if (!(seen & Locked)) {
        if (exchange(seen, seen | Locked))
          break;
        continue;
      }
      if (!(seen & Contended) && !exchange(seen, seen | Contended))
        continue;
      Futex::sleep(half(), uint32_t(seen | Contended));
      seen = __atomic_load_n(word, __ATOMIC_RELAXED);
    }
    head = seen & ~Flags;
  }
  ~RecordLock() {
    if (__atomic_exchange_n(word, head, __ATOMIC_SEQ_CST) & Contended)
      Futex::wake(half(), INT32_MAX);
  }
  RecordLock(const RecordLock &) = delete;
  RecordLock &operator=(const RecordLock &) = delete;

  uint64_t head; ///< What the word holds beside the flags; written back at the end.

private:
  static constexpr uint64_t Locked = 1, Contended = 2, Flags = 3;

  bool exchange(uint64_t &seen, uint64_t wanted) {
    return __atomic_compare_exchange_n(word, &seen, wanted, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_RELAXED);
  }
  uint32_t *half() { return reinterpret_cast<uint32_t *>(word); }

  uint64_t *word;
};

} // namespace sinter::rt
