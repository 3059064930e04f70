//===-- ShadowStack.cpp - How large the kernel makes them -------------------===//
//
// A shadow stack is as large as the soft limit of the stack says when the thread begins: all of
// it on x86-64 (4 GiB at most), half of it on AArch64 (2 GiB at most). Frames are aligned to 16
// bytes and a return address has 8, so half of the stack's size is always enough.
//
//===----------------------------------------------------------------------===//

#include "harden/ShadowStack.h"
#include "Runtime.h"
#include "sys/Sys.h"

namespace sinter::rt::harden {

bool mayHaveShadowStack() {
  struct {
    uint64_t soft, hard;
  } limit;
  constexpr long stackLimit = 3, self = 0;
  constexpr uint64_t most = UINT64_C(4) << 30, runtime = 128 << 10;
  uint64_t needed = __sinter_program.stackSize + runtime;
  auto place = reinterpret_cast<long>(&limit);
  if (needed > most ||
      sys::failed(arch::syscall(arch::Syscall::prlimit64, self, stackLimit, 0L, place)))
    return false;
  if (limit.soft >= needed)
    return true;
  limit.soft = needed;
  return needed <= limit.hard &&
         !sys::failed(arch::syscall(arch::Syscall::prlimit64, self, stackLimit, place, 0L));
}

} // namespace sinter::rt::harden
