//===-- riscv64.h - The runtime's view of 64-bit RISC-V under Linux ---------===//
//
// Registers are numbered as in the RISC-V DWARF ABI (x0 to x31); behind them
// stands the program counter, since in a leaf function the caller's is in ra.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "arch/LinuxGeneric.h"

namespace sinter::rt::arch {

constexpr int OpenDirectory = 0200000;
/// The name of clock_gettime in the kernel's shared object.
constexpr char VdsoClock[] = "__vdso_clock_gettime";

constexpr int OpenNoFollow = 0400000;
constexpr uint64_t HostPage = 4096;

inline long syscall(Syscall number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0,
                    long f = 0) {
  register long a7 asm("a7") = long(number);
  register long a0 asm("a0") = a;
  register long a1 asm("a1") = b;
  register long a2 asm("a2") = c;
  register long a3 asm("a3") = d;
  register long a4 asm("a4") = e;
  register long a5 asm("a5") = f;
  asm volatile("ecall"
               : "+r"(a0)
               : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
               : "memory");
  return a0;
}

constexpr unsigned RegisterCount = 33;
constexpr unsigned StackRegister = 2;
constexpr unsigned ReturnRegister = 32;
struct Registers {
  uint64_t value[RegisterCount];
  uint64_t pc() const { return value[ReturnRegister]; }
};

__attribute__((always_inline)) inline void capture(Registers &registers) {
  asm volatile("sd x1, 8(%0)\n"
               "sd x2, 16(%0)\n"
               "sd x8, 64(%0)\n"
               "sd x9, 72(%0)\n"
               "sd x18, 144(%0)\n"
               "sd x19, 152(%0)\n"
               "sd x20, 160(%0)\n"
               "sd x21, 168(%0)\n"
               "sd x22, 176(%0)\n"
               "sd x23, 184(%0)\n"
               "sd x24, 192(%0)\n"
               "sd x25, 200(%0)\n"
               "sd x26, 208(%0)\n"
               "sd x27, 216(%0)\n"
               "lla t0, 1f\n"
               "1: sd t0, 256(%0)\n"
               :
               : "r"(registers.value)
               : "t0", "memory");
}

inline void fromSignal(const void *ucontext, Registers &registers) {
  // pc, then x1 to x31.
  const uint64_t *saved = static_cast<const uint64_t *>(ucontext) + SignalRegisters;
  registers.value[0] = 0;
  for (unsigned i = 1; i != 32; ++i)
    registers.value[i] = saved[i];
  registers.value[ReturnRegister] = saved[0];
}

extern "C" [[noreturn]] void sinterEnterStack(uint64_t top, void (*code)());

#ifdef SINTER_DEFINE_START
asm(R"(
  .section .text.sinterEnterStack, "ax", @progbits
  .globl sinterEnterStack
  .hidden sinterEnterStack
  .type sinterEnterStack, @function
sinterEnterStack:
  .cfi_startproc
  .cfi_undefined ra
  mv sp, a0
  li s0, 0
  jalr a1
  ebreak
  .cfi_endproc
  .size sinterEnterStack, . - sinterEnterStack

  .section .text._start, "ax", @progbits
  .globl _start
  .type _start, @function
_start:
  .cfi_startproc
  .cfi_undefined ra
  li s0, 0
  mv a0, sp
  andi sp, sp, -16
  call sinterStart
  ebreak
  .cfi_endproc
  .size _start, . - _start
  .text
)");
#endif

} // namespace sinter::rt::arch
