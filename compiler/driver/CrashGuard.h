//===-- CrashGuard.h - What happens when the compiler itself is wrong ------===//
//
// A fault, an abort or a fatal error of LLVM ends the command with exit code 70
// and a sentence that asks for a report, and leaves no temporary file. Only the
// command does this; a program that uses the library decides for itself.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <memory>

namespace sinter {

/// From now on faults of this process end as above.
void installCrashHandlers();

/// A stack for signal handlers on this thread, so that even a stack overflow is reported.
class SignalStack {
public:
  SignalStack();
  ~SignalStack();
  SignalStack(const SignalStack &) = delete;
  SignalStack &operator=(const SignalStack &) = delete;

private:
  std::unique_ptr<char[]> memory;
};

} // namespace sinter
