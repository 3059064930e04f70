//===-- Backtrace.cpp - Naming the frames of a program that trapped ---------===//
//
// One line per wasm function, innermost first; frames of the runtime and
// helpers without a name are passed over. A function is known by its first
// address, which its row in section sinter_functions and its unwind entry share.
//
//===----------------------------------------------------------------------===//

#include "trap/FunctionNames.h"
#include "trap/Image.h"
#include "trap/Trap.h"
#include "trap/Unwinder.h"

// An empty contribution, so that the section's bounds exist in every program.
asm(".section sinter_functions, \"aR\"\n.text");
extern "C" {
extern const SinterFunctionName __start_sinter_functions[] __attribute__((visibility("hidden")));
extern const SinterFunctionName __stop_sinter_functions[] __attribute__((visibility("hidden")));
}

namespace sinter::rt {

static constexpr unsigned PrintedFrames = 48;
static constexpr unsigned CountedFrames = 100000; ///< Beyond these, "more" has no number.

static const char *nameOf(uint64_t address) {
  return functionName(__start_sinter_functions, __stop_sinter_functions, address);
}

void printBacktrace(Message &message, arch::Registers &registers, bool exact) {
  Unwinder unwinder = programUnwinder();
  unsigned frames = 0;
  for (bool more = true; more && frames != CountedFrames; exact = false) {
    uint64_t function;
    more = unwinder.step(registers, exact, function);
    if (const char *name = function ? nameOf(function) : nullptr) {
      if (frames < PrintedFrames)
        message.text("    #").number(frames).text(" ").text(name).text("\n");
      ++frames;
    }
  }
  if (frames > PrintedFrames) {
    message.text("    ... ");
    if (frames == CountedFrames)
      message.text("and many");
    else
      message.number(frames - PrintedFrames);
    message.text(" more\n");
  }
}

} // namespace sinter::rt
