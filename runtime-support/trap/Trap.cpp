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

static const char *trapText(int code) {
  switch (code) {
#define TRAP(NAME, CODE, TEXT)                                                                     \
  case CODE:                                                                                       \
    return TEXT;
#include "sinter/abi/Traps.def"
  }
  return "unknown trap";
}

void reportTrap(int code, const arch::Registers &registers, bool exact) {
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
  arch::Registers registers = {};
  arch::capture(registers);
  reportTrap(code, registers, false);
}
