//===-- Proc.cpp - proc_* and sched_yield -----------------------------------===//

#include "sys/Sys.h"
#include "wasi/Hint.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

Errno procExit(uint32_t status) {
  if (status)
    hintAtDirectories();
  sys::exit(int(status));
}

Errno procRaise(uint32_t signal) {
  // WASI has the signals of Linux in the same order, but for 16 (SIGSTKFLT).
  constexpr uint32_t left = 16, last = 30;
  if (signal > last)
    return Errno::Inval;
  return signal ? check(sys::raise(int(signal + (signal >= left)))) : Errno::Success;
}

Errno schedYield() { return check(sys::yield()); }

template <> constexpr bool isIndependent<schedYield> = true;

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_PROC
#include "wasi/Exports.h"
