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
  // WASI's numbers are those that POSIX systems agree on up to SIGSYS, but for the ones that
  // Linux counts differently.
  static constexpr uint8_t table[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14,
                                      15, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31};
  if (signal >= sizeof table)
    return Errno::Inval;
  return signal ? check(sys::raise(table[signal])) : Errno::Success;
}

Errno schedYield() { return check(sys::yield()); }

template <> constexpr bool isIndependent<schedYield> = true;

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_PROC
#include "wasi/Exports.h"
