//===-- Backtrace.cpp - Naming the frames of a program that trapped ---------===//
//
// One line per wasm function, innermost first; frames of the runtime and
// helpers without a name are passed over. A function is known by its first
// address, which its row in section sinter_functions and its unwind entry share.
//
//===----------------------------------------------------------------------===//

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

/// Finds rows by address; the last answers are kept, since deep stacks repeat few functions.
class FunctionNames {
public:
  /// The name of the function that begins at `address`, or null.
  const char *find(uint64_t address) {
    for (unsigned i = 0; i != minimum(next, CacheSize); ++i)
      if (cache[i].address == address)
        return cache[i].name;
    const char *name = nullptr;
    for (const SinterFunctionName *row = __start_sinter_functions; row != __stop_sinter_functions;
         ++row)
      if (reinterpret_cast<uint64_t>(&row->code) + row->code == address) {
        name = reinterpret_cast<const char *>(&row->name) + row->name;
        break;
      }
    cache[next++ % CacheSize] = {address, name};
    return name;
  }

private:
  static constexpr unsigned CacheSize = 16;
  struct Known {
    uint64_t address;
    const char *name;
  };
  Known cache[CacheSize];
  unsigned next = 0;
};

void printBacktrace(Message &message, const arch::Registers &start, bool exact) {
  Unwinder unwinder = programUnwinder();
  FunctionNames names;
  arch::Registers registers = start;
  unsigned frames = 0;
  for (;;) {
    uint64_t function = unwinder.functionAt(registers.pc() - (exact ? 0 : 1));
    if (const char *name = function ? names.find(function) : nullptr) {
      if (frames < PrintedFrames)
        message.text("    #").number(frames).text(" ").text(name).text("\n");
      if (++frames == CountedFrames)
        break;
    }
    if (!unwinder.step(registers, exact))
      break;
    exact = false;
  }
  if (frames == CountedFrames)
    message.text("    ... and many more\n");
  else if (frames > PrintedFrames)
    message.text("    ... ").number(frames - PrintedFrames).text(" more\n");
}

} // namespace sinter::rt
