//===-- Start.cpp - From the kernel's first instruction to _start ----------===//
//
// An executable has no loader and no libc, so this is all that happens before
// the program: check what it was compiled for, make its memories and tables,
// take a stack of its own with a guard below, and call it there. Each step is a
// system call or none; everything else a program may need
// (environment, names for a backtrace) waits until it is asked for. Directories are opened before
// the walls close.
//
//===----------------------------------------------------------------------===//

#define SINTER_DEFINE_START
#include "Runtime.h"
#include "arch/Arch.h"
#include "harden/Harden.h"
#include "harden/ShadowStack.h"
#include "memory/Memory.h"
#include "start/Stack.h"
#include "start/Wall.h"
#include "sys/Sys.h"
#include "trap/Trap.h"

uint64_t __sinter_arguments[SINTER_ARGUMENT_SLOTS];
uint64_t __sinter_stack_limit;

namespace sinter::rt {

Process process;

uint64_t auxiliaryValue(uint64_t type, uint64_t otherwise) {
  for (const uint64_t *entry = process.auxiliary; entry[0]; entry += 2)
    if (entry[0] == type)
      return entry[1];
  return otherwise;
}

static void checkProgram() {
  if (__sinter_program.abiVersion != SINTER_ABI_VERSION)
    fail("its runtime is of another version of Sinter");
  if (const char *missing = arch::firstMissingFeature(__sinter_program.cpuFeatures))
    fail("this program needs a CPU with ", missing, ", which this one has not");
}

__attribute__((weak)) void makeFirstThread() {}

static void makeFirstStack() {
  StackMapping mapping;
  if (!mapStack(process.first, 0, mapping))
    refuse("stack");
  __sinter_stack_limit = process.first.stackLow + SINTER_STACK_RESERVE;
  if (mapping.signalStackSize)
    installFaultHandler();
  useSignalStack(mapping);
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
  if constexpr (Hardened)
    harden::relocate();
  process.argumentCount = stack[0];
  process.arguments = reinterpret_cast<const char *const *>(stack + 1);
  process.environment = process.arguments + process.argumentCount + 1;
  const char *const *end = process.environment;
  while (*end)
    ++end;
  process.auxiliary = reinterpret_cast<const uint64_t *>(end + 1);

  if constexpr (Hardened)
    harden::protectConstants();
  checkProgram();
  makeMemories();
  makeFirstStack();
  makeFirstThread();
  // A closed pipe and a file that may grow no further are errors of the write, as everywhere in
  // WASI.
  sys::setSignalDisposition(sys::BrokenPipe, 1);
  sys::setSignalDisposition(sys::FileTooLarge, 1);
  // In line, since no frame that was there before can return to its caller.
  if (Hardened && harden::mayHaveShadowStack())
    arch::enableShadowStack();
  raiseWalls();
  arch::sinterEnterStack(process.first.stackHigh, runProgram);
}

} // namespace sinter::rt
