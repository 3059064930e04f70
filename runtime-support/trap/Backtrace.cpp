//===-- Backtrace.cpp - Naming the frames of a program that trapped ---------===//
//
// One line per wasm function, innermost first; frames of the runtime and
// helpers without a name are passed over.
//
//===----------------------------------------------------------------------===//

#include "trap/ActiveFunctions.h"
#include "trap/Image.h"
#include "trap/Trap.h"
#include "trap/Unwinder.h"

// Empty contributions, so that the sections' bounds exist in every program.
asm(".section sinter_functions, \"aR\"\n.section sinter_inlined, \"aR\"\n.text");
extern "C" {
extern const SinterFunctionName __start_sinter_functions[] __attribute__((visibility("hidden")));
extern const SinterFunctionName __stop_sinter_functions[] __attribute__((visibility("hidden")));
extern const SinterFunctionName __start_sinter_inlined[] __attribute__((visibility("hidden")));
extern const SinterFunctionName __stop_sinter_inlined[] __attribute__((visibility("hidden")));
}

namespace sinter::rt {

static constexpr unsigned PrintedFrames = 48;
static constexpr unsigned CountedFrames = 100000; ///< Beyond these, "more" has no number.

void printBacktrace(Message &message, arch::Registers &registers, bool exact) {
  Unwinder unwinder = programUnwinder();
  unsigned frames = 0;
  for (bool more = true; more && frames < CountedFrames; exact = false) {
    uint64_t function, pc = registers.pc() - !exact;
    more = unwinder.step(registers, exact, function);
    ActiveFunctions active(
        findFunction(__start_sinter_functions, __stop_sinter_functions, function),
        findFunction(__start_sinter_inlined, __stop_sinter_inlined, function), function, pc);
    while (const char *name = active.next()) {
      if (frames < PrintedFrames)
        message.text("    #").number(frames).text(" ").text(name).text("\n");
      ++frames;
    }
  }
  if (frames > PrintedFrames) {
    message.text("    ... ");
    if (frames >= CountedFrames)
      message.text("and many");
    else
      message.number(frames - PrintedFrames);
    message.text(" more\n");
  }
}

} // namespace sinter::rt
