//===-- Runtime.h - What every part of the runtime may use ------------------===//
//
// The runtime is C++20 without a library: no libc, no C++ library, no
// exceptions, no constructors that run. What it needs of either is here or in
// the compiler's own headers (<stdint.h>, <stddef.h>). Everything is hidden and
// in a section of its own, so that --gc-sections keeps what a program uses and
// the same objects can stand in an executable and in a shared object.
//
// The little state that a process has (Process below) is plain zeroed memory;
// parts of it that few programs need (descriptors, grants) live with their
// users and are filled on first use, so that hello world does not pay for them.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sinter/abi/Abi.h"
#include <stddef.h>
#include <stdint.h>

extern "C" {
/// What the program says of itself; generated. Constant as long as the runtime runs: what changes,
/// generated code changes between its calls (Layout.def, Program.memory).
extern const SinterProgram __sinter_program __attribute__((visibility("hidden")));

/// Where the argument area of the uniform calling convention is, in static form.
extern uint64_t __sinter_arguments[SINTER_ARGUMENT_SLOTS] __attribute__((visibility("hidden")));

/// The lowest stack pointer that a prologue accepts under --memory=checked.
extern uint64_t __sinter_stack_limit __attribute__((visibility("hidden")));

/// Prints the trap with a backtrace and ends the process with status 134.
[[noreturn]] void __sinter_trap(int code);
}

namespace sinter::rt {

/// What each thread has of its own, beside the program's thread-local state.
struct ThreadState {
  uint64_t stackGuard; ///< Lowest address of the guard below the stack.
  uint64_t stackLow;   ///< Lowest usable address of the stack.
  uint64_t stackHigh;
  uint64_t localsBegin, localsEnd; ///< Its copy of the thread-local state; empty without threads.
  void *exceptions;                ///< What eh/ keeps, once there was an exception.
};

/// What the kernel handed to the process, and its first thread.
struct Process {
  const char *const *arguments;
  uint64_t argumentCount;
  const char *const *environment;
  const uint64_t *auxiliary; ///< Pairs of type and value, ended by type 0.
  ThreadState first;
  // What threads/Spawn.cpp provides; null in a program without threads.
  ThreadState &(*currentThread)();
  void (*holdCalls)(bool hold); ///< Takes or releases the lock of wasi/CallLock.h.
};
extern Process process __attribute__((visibility("hidden")));

inline ThreadState &thisThread() {
  return process.currentThread ? process.currentThread() : process.first;
}

/// Frees the exceptions of a thread that ends.
void releaseExceptions(ThreadState &thread);

/// The value of an AT_* entry of the auxiliary vector, or `otherwise`.
uint64_t auxiliaryValue(uint64_t type, uint64_t otherwise);

/// argv[0] without its directories, for messages.
const char *programName();

/// Prints "app: error: <text>" and exits with status 1: for what is wrong before the program runs.
[[noreturn]] void fail(const char *text, const char *detail = nullptr, const char *more = nullptr);

/// The same for memory that the system does not give: "the system refuses the memory for the
/// program's <what>".
[[noreturn]] void refuse(const char *what);

inline size_t stringLength(const char *text) {
  size_t length = 0;
  while (text[length])
    ++length;
  return length;
}

inline bool stringEqual(const char *a, const char *b) {
  while (*a && *a == *b)
    ++a, ++b;
  return *a == *b;
}

template <typename T> constexpr T minimum(T a, T b) { return b < a ? b : a; }
template <typename T> constexpr T maximum(T a, T b) { return a < b ? b : a; }

constexpr uint64_t roundUp(uint64_t value, uint64_t to) { return (value + to - 1) & ~(to - 1); }

constexpr uint64_t PageSize = 65536; ///< What mappings are rounded to where it costs nothing.

/// Collects a message and writes it in few calls, without allocating; to standard error if nothing
/// else is said.
class Message {
public:
  explicit Message(int fd = 2) : fd(fd) {}
  ~Message() { flush(); }
  Message &text(const char *text);
  Message &text(const char *text, size_t size);
  Message &number(uint64_t value);
  void flush();

private:
  int fd;
  size_t used = 0;
  char buffer[512];
};

} // namespace sinter::rt
