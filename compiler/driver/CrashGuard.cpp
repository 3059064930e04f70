//===-- CrashGuard.cpp - What happens when the compiler itself is wrong ----===//
//
// Handlers write with write(2) only and leave through _exit: at that point
// nothing of the process can be trusted, locks and heap least of all.
//
//===----------------------------------------------------------------------===//

#include "driver/CrashGuard.h"

#include "driver/Options.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Signals.h"

#include <csignal>
#include <cstring>
#include <unistd.h>

namespace sinter {
namespace {

constexpr size_t signalStackBytes = 64 * 1024;

void say(const char *text) { (void)!write(STDERR_FILENO, text, strlen(text)); }

[[noreturn]] void endAsBug(const char *what) {
  say("sinter: error: internal error: ");
  say(what);
  say("\n>>> this is a bug in sinter; please report it with the input that shows it\n");
  llvm::sys::RunInterruptHandlers(); // removes temporary files
  _exit(exitBug);
}

void onFatalError(void *, const char *reason, bool) { endAsBug(reason); }

void onBadAlloc(void *, const char *, bool) {
  say("sinter: error: not enough memory to compile this\n");
  llvm::sys::RunInterruptHandlers();
  _exit(exitRefused);
}

void onFault(int signal) {
  switch (signal) {
  case SIGABRT:
    endAsBug("aborted");
  case SIGSEGV:
    endAsBug("segmentation fault");
  case SIGBUS:
    endAsBug("bus error");
  case SIGFPE:
    endAsBug("arithmetic fault");
  default:
    endAsBug("illegal instruction");
  }
}

/// Ended by whoever started it: no fault, but temporary files go.
void onEnd(int signal) {
  llvm::sys::RunInterruptHandlers();
  ::signal(signal, SIG_DFL);
  raise(signal);
}

} // namespace

void installCrashHandlers() {
  llvm::install_fatal_error_handler(onFatalError);
  llvm::install_bad_alloc_error_handler(onBadAlloc);
  llvm::install_out_of_memory_new_handler();
  // LLVM installs its own handlers once, with the first of these calls; ours go on top.
  llvm::sys::AddSignalHandler([](void *) { endAsBug("crash"); }, nullptr);
  struct sigaction action{};
  action.sa_handler = onFault;
  action.sa_flags = SA_ONSTACK;
  for (int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
    sigaction(signal, &action, nullptr);
  action.sa_handler = onEnd;
  for (int signal : {SIGQUIT, SIGXCPU})
    sigaction(signal, &action, nullptr);
  // A file that may not grow any more is what the write says. Ignoring the signal would pass to the
  // program that `sinter run` becomes; a handler does not.
  action.sa_handler = [](int) {};
  sigaction(SIGXFSZ, &action, nullptr);
}

SignalStack::SignalStack() : memory(new char[signalStackBytes]) {
  stack_t stack{};
  stack.ss_sp = memory.get();
  stack.ss_size = signalStackBytes;
  sigaltstack(&stack, nullptr);
}

SignalStack::~SignalStack() {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
}

} // namespace sinter
