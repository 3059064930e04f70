//===-- Start.cpp - From the kernel's first instruction to _start ----------===//
//
// An executable has no loader and no libc, so this is all that happens before
// the program: check what it was compiled for, make its memories and tables,
// take a stack of its own with a guard below, and call it there. Each step is a
// system call or none; everything else a program may need (directories,
// environment, names for a backtrace) waits until it is asked for.
//
//===----------------------------------------------------------------------===//

#define SINTER_DEFINE_START
#include "Runtime.h"
#include "arch/Arch.h"
#include "memory/Memory.h"
#include "sys/Sys.h"
#include "table/Table.h"
#include "trap/Trap.h"

uint64_t __sinter_arguments[SINTER_ARGUMENT_SLOTS];
uint64_t __sinter_stack_limit;

namespace sinter::rt {

Process process;

/// Wide enough that a frame of the runtime's own cannot step over it; generated code probes.
static constexpr uint64_t GuardSize = 65536;
static constexpr uint64_t SignalStackSize = 65536;

uint64_t auxiliaryValue(uint64_t type, uint64_t otherwise) {
  for (const uint64_t *entry = process.auxiliary; entry[0]; entry += 2)
    if (entry[0] == type)
      return entry[1];
  return otherwise;
}

static void checkProgram() {
  if (__sinter_program.abiVersion != SINTER_ABI_VERSION)
    fail("the program and its runtime are of different versions of Sinter");
  if (const char *missing = arch::firstMissingFeature(__sinter_program.cpuFeatures))
    fail("this program needs a CPU with ", missing, ", which this one has not");
}

/// One mapping from low to high: the signal handler's stack, the guard, the program's stack.
static void makeStack() {
  bool checked = __sinter_program.flags & SINTER_FLAG_CHECKED_MEMORY;
  uint64_t size =
      roundUp(maximum<uint64_t>(__sinter_program.stackSize, 2 * SINTER_STACK_RESERVE), PageSize);
  uint64_t below = (checked ? 0 : SignalStackSize) + GuardSize;
  uint64_t low = mapPages(below + size);
  if (!low)
    refuse("stack");
  process.stackLow = low + below;
  process.stackHigh = process.stackLow + size;
  process.stackGuard = process.stackLow - GuardSize;
  if (sys::failed(sys::protect(process.stackGuard, GuardSize, sys::ProtNone)))
    refuse("stack");
  __sinter_stack_limit = process.stackLow + SINTER_STACK_RESERVE;
  if (!checked)
    installFaultHandler(low, SignalStackSize);
}

static void runProgram() {
  if (__sinter_program.initialize)
    __sinter_program.initialize();
  if (__sinter_program.entry)
    __sinter_program.entry();
  sys::exit(0);
}

/// What _start calls, with the kernel's stack: argc, argv, 0, envp, 0, auxv.
extern "C" __attribute__((used)) void sinterStart(const uint64_t *stack) {
  process.argumentCount = stack[0];
  process.arguments = reinterpret_cast<const char *const *>(stack + 1);
  process.environment = process.arguments + process.argumentCount + 1;
  const char *const *end = process.environment;
  while (*end)
    ++end;
  process.auxiliary = reinterpret_cast<const uint64_t *>(end + 1);

  checkProgram();
  makeMemories();
  makeTables();
  makeStack();
  // A closed pipe is an error of the write, as everywhere in WASI.
  constexpr int brokenPipe = 13;
  sys::setSignalDisposition(brokenPipe, 1);
  arch::sinterEnterStack(process.stackHigh, runProgram);
}

} // namespace sinter::rt
