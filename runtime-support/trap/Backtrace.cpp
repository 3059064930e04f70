//===-- Backtrace.cpp - Naming the frames of a program that trapped ---------===//
//
// One line per wasm function, innermost first; frames of the runtime and
// helpers without a name are passed over. A function is known by its first
// address, which its row in section sinter_functions and its unwind entry share.
// What was inlined into it, and where, is in a table that a row in section
// sinter_inlined leads to (docs/abi.md); both come from our compiler and are not checked.
//
//===----------------------------------------------------------------------===//

#include "trap/FunctionNames.h"
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

static uint32_t leb(const uint8_t *&at) {
  const uint8_t *byte = at;
  uint32_t value = 0;
  unsigned shift = 0;
  do {
    value |= uint32_t(*byte & 0x7f) << shift;
    shift += 7;
  } while (*byte++ & 0x80);
  at = byte;
  return value;
}

namespace {
/// The functions that a program counter is in, innermost first.
class ActiveFunctions {
public:
  ActiveFunctions(uint64_t function, uint64_t pc)
      : name(findFunction(__start_sinter_functions, __stop_sinter_functions, function)),
        table(findFunction(__start_sinter_inlined, __stop_sinter_inlined, function)) {
    if (const uint8_t *at = table)
      for (uint64_t from = function; (from += leb(at)) <= pc;)
        node = leb(at);
  }

  /// The next name, or null.
  const char *next() {
    const uint8_t *result = name;
    if (node) {
      const uint8_t *at = table - node;
      int32_t distance;
      __builtin_memcpy(&distance, at, sizeof distance);
      result = at + distance;
      at += sizeof distance;
      node = leb(at);
    } else {
      name = nullptr;
    }
    return reinterpret_cast<const char *>(result);
  }

private:
  const uint8_t *name;
  const uint8_t *table; ///< Entries begin here, nodes end here.
  uint32_t node = 0;    ///< How far before `table` the innermost one that is left begins.
};
} // namespace

void printBacktrace(Message &message, arch::Registers &registers, bool exact) {
  Unwinder unwinder = programUnwinder();
  unsigned frames = 0;
  for (bool more = true; more && frames < CountedFrames; exact = false) {
    uint64_t function, pc = registers.pc() - !exact;
    more = unwinder.step(registers, exact, function);
    ActiveFunctions active(function, pc);
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
