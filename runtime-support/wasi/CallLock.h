//===-- CallLock.h - WASI calls of several threads --------------------------===//
//
// A call's checks and what it then does must see the same descriptor: else a
// thread could close one between them, and a host descriptor that was reused
// would be used with rights that were another's. So calls exclude each other, which
// costs a program without threads one test; where a call may wait, others go on.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Runtime.h"

namespace sinter::rt::wasi {

inline bool hasThreads() { return process.holdCalls; }

/// Held by every call.
class CallLock {
public:
  CallLock() {
    if (hasThreads())
      process.holdCalls(true);
  }
  ~CallLock() {
    if (hasThreads())
      process.holdCalls(false);
  }
  CallLock(const CallLock &) = delete;
  CallLock &operator=(const CallLock &) = delete;
};

/// Runs a system call that may wait, without the lock. What it works on must be the caller's own by
/// then.
template <typename F> long waiting(F call) {
  if (hasThreads())
    process.holdCalls(false);
  long result = call();
  if (hasThreads())
    process.holdCalls(true);
  return result;
}

} // namespace sinter::rt::wasi
