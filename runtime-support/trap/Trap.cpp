//===-- Trap.cpp - The end of a program that trapped ------------------------===//
//
// A trap is an ordinary end, not a crash: a sentence, a backtrace and status
// 134, without a signal or a core file. Output that the program made before was
// written directly and is already out.
//
//===----------------------------------------------------------------------===//

#include "trap/Trap.h"
#include "sys/Sys.h"

namespace sinter::rt {

// Unwind tables are for __sinter_trap() alone, whose frame is where a backtrace begins.

/// Replaced by RareTraps.cpp where a program has such a trap.
__attribute__((weak, nouwtable)) const char *rareTrapTexts() { return ""; }

/// The texts stand one behind the other, in the order of their codes, which begin with 1: here
/// those that any program needs. The rest is linked where generated code asks for it.
__attribute__((nouwtable)) static const char *trapText(int code) {
#define TRAP(NAME, CODE, TEXT) TEXT "\0"
#define RARE_TRAP(NAME, CODE, TEXT)
  const char *text =
#include "sinter/abi/Traps.def"
      ;
  if (code > SINTER_TRAP_StackExhausted) {
    code -= SINTER_TRAP_StackExhausted;
    text = rareTrapTexts();
  }
  while (--code > 0)
    text += stringLength(text) + 1;
  return text;
}
constexpr int codes[] = {
    0,
#define TRAP(NAME, CODE, TEXT) CODE,
#include "sinter/abi/Traps.def"
};
#define TRAP(NAME, CODE, TEXT) static_assert(codes[CODE] == CODE);
#include "sinter/abi/Traps.def"

/// Replaced by threads/Spawn.cpp, where another thread may be first.
__attribute__((weak, nouwtable)) void endAlone() {}

__attribute__((nouwtable)) void reportTrap(int code, arch::Registers &registers, bool exact) {
  endAlone();
  {
    Message message;
    message.text(programName()).text(": trap: ").text(trapText(code)).text("\n");
    printBacktrace(message, registers, exact);
  }
  sys::exit(134);
}

} // namespace sinter::rt

using namespace sinter::rt;

void __sinter_trap(int code) {
  arch::Registers registers; // What is not captured belongs to nobody after the call.
  arch::capture(registers);
  reportTrap(code, registers, false);
}
