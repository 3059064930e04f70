//===-- Arch.h - The one CPU this runtime is being built for ----------------===//
//
// Each header beside this one provides, in namespace sinter::rt::arch, the same
// things: syscall(), the Syscall numbers, AuditArch, HostPage, Registers in DWARF numbering
// with capture(), fromSignal() and registerIndex(), sinterEnterLandingPad(), sinterEnterStack(),
// copyLarge()/setLarge(), firstMissingFeature(), and, once each, where SINTER_DEFINE_START is set
// the start code, where SINTER_DEFINE_LANDING is set the entry of landing pads, and where
// SINTER_DEFINE_SIGNAL_RETURN is set the signal restorer.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sinter/abi/Abi.h"

#if defined(__x86_64__)
#include "arch/x86_64.h"
#elif defined(__aarch64__)
#include "arch/aarch64.h"
#elif defined(__riscv) && __riscv_xlen == 64
#include "arch/riscv64.h"
#else
#error "the runtime has no arch header for this CPU"
#endif

namespace sinter::rt::arch {

/// Puts a call on the list of what the wall lets pass (start/Wall.cpp) if the function around this
/// is part of the program: the row is tied to that function's section. With `Argument`, a number
/// from 1 on, only if that argument is `Value`.
template <Syscall Number, unsigned Argument = 0, unsigned Value = 0>
__attribute__((always_inline)) inline void mayCall() {
  static_assert(unsigned(Number) < SINTER_SYSCALL_LIMIT && Argument <= 6 && Value < 1u << 16);
#ifndef SINTER_LIBRARY // A host has its own wall, or none.
  asm volatile(".Lmay%=:\n"
               ".pushsection sinter_syscalls,\"ao\",%%progbits,.Lmay%=\n"
               ".short %c0\n"
               ".short %c1\n"
               ".popsection"
               :
               : "i"(unsigned(Number) + Argument * SINTER_SYSCALL_LIMIT), "i"(Value));
#endif
}

/// A system call of a program that runs. Those that only its start makes use syscall().
template <Syscall Number, typename... Arguments>
__attribute__((always_inline)) inline long call(Arguments... arguments) {
  mayCall<Number>();
  return syscall(Number, long(arguments)...);
}

} // namespace sinter::rt::arch
