//===-- FaultHandler.cpp - Memory faults that are traps ---------------------===//
//
// A guarded access out of bounds and a stack that ran into its guard arrive as
// SIGSEGV or SIGBUS. A fault becomes a trap only if code of this executable
// faulted and the address is one that a trap explains; anything else is a bug, or sent by somebody,
// and ends the process by a signal, as it would without a handler.
//
//===----------------------------------------------------------------------===//

#include "memory/Memory.h"
#include "sys/Sys.h"
#include "trap/Image.h"
#include "trap/Trap.h"

namespace sinter::rt {

static void handleFault(int signal, void *info, void *ucontext) {
  arch::Registers registers;
  arch::fromSignal(ucontext, registers);
  bool isFault = static_cast<const int32_t *>(info)[2] > 0;  // si_code
  uint64_t address = static_cast<const uint64_t *>(info)[2]; // si_addr
  if (isFault && Image::isCode(registers.pc())) {
    const ThreadState &thread = thisThread();
    if (address - thread.stackGuard < thread.stackLow - thread.stackGuard)
      reportTrap(SINTER_TRAP_StackExhausted, registers, true);
    if (inGuardedReach(address))
      reportTrap(SINTER_TRAP_OutOfBoundsMemory, registers, true);
  }
  // A fault comes again at once, without a handler; what was sent does not.
  sys::setSignalDisposition(signal, 0);
  if (!isFault)
    *static_cast<volatile char *>(nullptr) = 0;
}

void installFaultHandler() {
  constexpr uint64_t withInfo = 4, onSignalStack = 0x08000000;
  sys::setSignalAction(sys::SegmentFault, handleFault, withInfo | onSignalStack);
  sys::setSignalAction(sys::BusError, handleFault, withInfo | onSignalStack);
}

} // namespace sinter::rt
