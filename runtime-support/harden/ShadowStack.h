//===-- ShadowStack.h - Return addresses that the CPU keeps -----------------===//
//
// Where the kernel grants it, calls also push their return addresses on a stack that no
// store can write, and a return to another address than is on it faults: x86-64 (CET, Linux
// 6.6), AArch64 (GCS, Linux 6.13). Two things leave frames other than by returning, exceptions
// and the traps of a host's calls, and both pop what belongs to those frames: they look on
// the shadow stack for the return address of the last call that they leave.
//
// Nobody else gets in between. A signal handler's frames are gone when it returns, a tail call
// pushes nothing, another stack is only taken for good, and threads have shadow stacks
// of their own, which the kernel makes and frees.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stdint.h>

namespace sinter::rt::harden {

/// How many return addresses are to be popped, so that the last one is `returnAddress`, which is
/// there. `top` is what was pushed last; null without a shadow stack.
inline uint64_t countToPop(const uint64_t *top, uint64_t returnAddress) {
  if (!top)
    return 0;
  uint64_t count = 1;
  while (*top++ != returnAddress)
    ++count;
  return count;
}

/// The system call that gives the calling thread a shadow stack, to be made where nothing returns
/// any more; false if the stack could become deeper than what the kernel would make.
bool mayHaveShadowStack();

} // namespace sinter::rt::harden
