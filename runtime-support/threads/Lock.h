//===-- Lock.h - A lock between threads of a program ------------------------===//
#pragma once

#include "sys/Sys.h"

namespace sinter::rt {

/// Zero at first. 0: free; 1: locked; 2: and somebody sleeps.
class Lock {
public:
  void acquire() {
    uint32_t seen = 0;
    if (__atomic_compare_exchange_n(&word, &seen, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
      return;
    while (__atomic_exchange_n(&word, 2, __ATOMIC_ACQUIRE))
      sys::sleepOn(&word, 2, nullptr);
  }
  void release() {
    if (__atomic_exchange_n(&word, 0, __ATOMIC_RELEASE) == 2)
      sys::wakeUp(&word, 1);
  }

private:
  uint32_t word;
};

} // namespace sinter::rt
