//===-- StackLimit.h - Stack exhaustion without a guard page ---------------===//
//
// Code that runs on a stack which is not its own (instanced form), or may not
// rely on signals (--memory=checked), compares the stack pointer with a limit
// when a function is entered. This comes after inlining, so that each frame
// pays once, and leaves out functions that call nothing: the limit keeps
// SINTER_STACK_RESERVE bytes free below itself, which holds their frames and
// the runtime's.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace llvm {
class Module;
} // namespace llvm

namespace sinter {

/// Inserts the comparison into functions with the attribute "sinter-stack-limit": "symbol"
/// (the limit is the variable __sinter_stack_limit), "thread" (the thread-local
/// __sinter_thread_stack_limit) or "instance" (it is in the context of the first argument).
void insertStackLimitChecks(llvm::Module &module);

} // namespace sinter
