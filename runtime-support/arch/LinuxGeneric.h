//===-- LinuxGeneric.h - System calls of CPUs that came after x86 -----------===//
//
// One numbering (asm-generic/unistd.h) and one layout of the signal frame's
// start serve all of them.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace sinter::rt::arch {

enum class Syscall : long {
#define SYSCALL(NAME, X86, GENERIC) NAME = GENERIC,
#include "sinter/abi/Syscalls.def"
};

/// Where the CPU's registers begin in a signal's ucontext, in words: flags, link, the alternate
/// stack (3), the mask (16), and padding to 16 bytes.
constexpr unsigned SignalRegisters = 22;

/// The kernel brings its own way back from a handler.
constexpr uint64_t SignalFlags = 0;

/// There is no string instruction to hand large blocks to.
constexpr size_t LargeBlock = ~size_t(0);
inline void copyLarge(void *, const void *, size_t) { __builtin_unreachable(); }
inline void setLarge(void *, int, size_t) { __builtin_unreachable(); }

} // namespace sinter::rt::arch
