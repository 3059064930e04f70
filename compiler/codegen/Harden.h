//===-- Harden.h - Jumps and returns that the CPU checks --------------------===//
//
// x86-64 (CET): a pad (endbr64) where indirect calls and jumps may go, and code that a
// shadow stack agrees with. AArch64: pads (BTI), and return addresses that are signed
// while they are in memory (PAC). All of it is in instructions that CPUs without these
// take for none, and the object says that it has them (.note.gnu.property). Elsewhere LLVM has
// nothing to ask for that CPUs without it would run.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace llvm {
class Module;
} // namespace llvm

namespace sinter {

/// Asks code generation for it. After the optimiser, so that what that has linked and made takes
/// part.
void hardenControlFlow(llvm::Module &module);

} // namespace sinter
