//===-- Trap.h - What raises a trap and what reports it ---------------------===//
#pragma once

#include "Runtime.h"
#include "arch/Arch.h"

namespace sinter::rt {

/// Prints "app: trap: <reason>" and the frames from `registers` outwards, then exits with 134.
/// `exact` says that the program counter is that of a faulting instruction, not a return address.
[[noreturn]] void reportTrap(int code, arch::Registers &registers, bool exact);

/// The texts of the rare traps of Traps.def.
const char *rareTrapTexts();

/// Returns to one thread only, whose message is the process's last; any other waits there for its
/// end.
void endAlone();

/// Turns faults of the program's own accesses into traps, on the signal stack of whichever thread.
void installFaultHandler();

/// Writes one line per frame of the program, and leaves the outermost one's registers.
void printBacktrace(Message &message, arch::Registers &registers, bool exact);

} // namespace sinter::rt
