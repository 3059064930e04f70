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
#include "wasi/InHost.h"

namespace sinter::rt::wasi {

#if SINTER_IN_HOST
/// An instance's descriptors are its thread's alone.
inline void holdCalls(bool) {}
inline bool othersCall() { return false; }
#else
/// Takes or releases the lock, in a program with threads. Out of line, since every call has four of
/// it.
void holdCalls(bool hold);
/// Whether another thread may be in a call, or wait in one.
bool othersCall();
#endif

/// Held by every call.
class CallLock {
public:
  CallLock() { holdCalls(true); }
  ~CallLock() { holdCalls(false); }
  CallLock(const CallLock &) = delete;
  CallLock &operator=(const CallLock &) = delete;
};

/// Runs a system call that may wait, without the lock. What it works on must be the caller's own by
/// then.
template <typename F> long waiting(F call) {
  holdCalls(false);
  long result = call();
  holdCalls(true);
  return result;
}

} // namespace sinter::rt::wasi
