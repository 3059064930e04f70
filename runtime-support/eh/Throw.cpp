//===-- Throw.cpp - An exception on its way through a program ----------------===//
//
// Frame by frame outwards to the first call with a landing pad. If there is none the exception
// is uncaught, which is reported like a trap, with the frames of its last throw: a try whose
// clauses do not take it throws it again.
//
//===----------------------------------------------------------------------===//

#define SINTER_DEFINE_LANDING
#include "harden/ShadowStack.h"
#include "trap/Image.h"
#include "trap/Trap.h"

using namespace sinter::rt;

// The text of the trap, as generated code asks for it.
asm(".globl __sinter_rare_traps");

static UnwindCache firstCache;

/// Replaced by threads/Spawn.cpp: a cache is not for several threads.
__attribute__((weak)) UnwindCache &sinter::rt::unwindCache() { return firstCache; }

extern "C" [[noreturn]] void __sinter_throw(SinterException *exception) {
  arch::Registers start;
  arch::capture(start);
  Unwinder unwinder = programUnwinder();
  arch::Registers registers = start;
  UnwindCache &cache = unwindCache();
  Unwinder::Found found;
  uint64_t call;
  do {
    call = registers.pc();
    found = unwinder.unwind(registers, cache);
  } while (found == Unwinder::Found::Caller);
  if (found == Unwinder::Found::LandingPad)
    arch::sinterEnterLandingPad(&registers, exception,
                                Hardened ? harden::countToPop(arch::shadowStack(), call) : 0);
  reportTrap(SINTER_TRAP_UncaughtException, start, false);
}
