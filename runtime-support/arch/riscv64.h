//===-- riscv64.h - The runtime's view of 64-bit RISC-V under Linux ---------===//
//
// Registers are numbered as in the RISC-V DWARF ABI (x0 to x31); behind them
// stands the program counter, since in a leaf function the caller's is in ra.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "arch/LinuxGeneric.h"

namespace sinter::rt::sys { // of Sys.h
long setSignalAction(int signal, void (*handler)(int, void *, void *), uint64_t flags);
long setSignalDisposition(int signal, uintptr_t disposition);
} // namespace sinter::rt::sys

namespace sinter::rt::arch {

constexpr int OpenDirectory = 0200000;
/// The name of clock_gettime in the kernel's shared object.
constexpr char VdsoClock[] = "__vdso_clock_gettime";

constexpr int OpenNoFollow = 0400000;
constexpr uint64_t HostPage = 4096;

/// What a seccomp filter sees of a call that was made in this CPU's own way.
constexpr uint32_t AuditArch = 0xc00000f3;

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

/// x0 to x31, the program counter, then fs0 to fs11, which callees save too.
constexpr unsigned RegisterCount = 45;
constexpr unsigned GeneralRegisters = 33;
constexpr unsigned StackRegister = 2;
constexpr unsigned ReturnRegister = 32;
struct Registers {
  uint64_t value[RegisterCount];
  uint64_t pc() const { return value[ReturnRegister]; }
};

/// Where the unwinder keeps a register of that DWARF number; RegisterCount if it does not. The
/// floating ones are 32 and up: fs0 and fs1 are 40 and 41, the others 50 to 59.
inline unsigned registerIndex(uint64_t number) {
  if (number < 32)
    return unsigned(number);
  if (number - 40 < 2)
    return unsigned(number - 40 + GeneralRegisters);
  return number - 50 < 10 ? unsigned(number - 50 + GeneralRegisters + 2) : RegisterCount;
}

/// A return address as it is without what signs it.
inline uint64_t withoutSignature(uint64_t address) { return address; }

/// Goes on at a landing pad with these registers and the exception, for good, and pops as many
/// return addresses from the shadow stack, and its own.
extern "C" [[noreturn]] __attribute__((visibility("hidden"))) void
sinterEnterLandingPad(const Registers *registers, void *exception, uint64_t shadowed);

// No kernel that programs could count on has shadow stacks for them, and LLVM's are an experiment.
inline void enableShadowStack() {}
inline const uint64_t *shadowStack() { return nullptr; }

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
               "fsd fs0, 264(%0)\n"
               "fsd fs1, 272(%0)\n"
               "fsd fs2, 280(%0)\n"
               "fsd fs3, 288(%0)\n"
               "fsd fs4, 296(%0)\n"
               "fsd fs5, 304(%0)\n"
               "fsd fs6, 312(%0)\n"
               "fsd fs7, 320(%0)\n"
               "fsd fs8, 328(%0)\n"
               "fsd fs9, 336(%0)\n"
               "fsd fs10, 344(%0)\n"
               "fsd fs11, 352(%0)\n"
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

/// Where an instruction that the CPU does not know goes: t0 says so, and the program goes on
/// behind.
inline void onUnknownInstruction(int, void *, void *ucontext) {
  uint64_t *saved = static_cast<uint64_t *>(ucontext) + SignalRegisters;
  saved[0] += 4;
  saved[5] = 0;
}

/// The first feature of the mask that this CPU, or its kernel, lacks, or null.
inline const char *firstMissingFeature(uint64_t mask) {
  if (!mask)
    return nullptr;
  constexpr int illegalInstruction = 4, withContext = 4; // SA_SIGINFO
  sys::setSignalAction(illegalInstruction, onUnknownInstruction, withContext);
  const char *missing = nullptr;
#define RISCV_FEATURE(BIT, NAME, INSTRUCTION)                                                      \
  if (mask >> BIT & 1 && !missing) {                                                               \
    register long known asm("t0") = 1;                                                             \
    asm volatile(".4byte %1" : "+r"(known) : "i"(INSTRUCTION) : "ft0");                            \
    if (!known)                                                                                    \
      missing = NAME;                                                                              \
  }
#include "sinter/abi/CpuFeatures.def"
  sys::setSignalDisposition(illegalInstruction, 0);
  return missing;
}

extern "C" [[noreturn]] void sinterEnterStack(uint64_t top, void (*code)());

#ifdef SINTER_DEFINE_LANDING
// The exception in a0, its selector, which nobody asks for, in a1.
asm(R"(
  .section .text.sinterEnterLandingPad, "ax", @progbits
  .globl sinterEnterLandingPad
  .hidden sinterEnterLandingPad
  .type sinterEnterLandingPad, @function
sinterEnterLandingPad:
  mv t0, a0
  mv a0, a1
  li a1, 1
  ld t1, 256(t0)
  ld x1, 8(t0)
  ld x8, 64(t0)
  ld x9, 72(t0)
  ld x18, 144(t0)
  ld x19, 152(t0)
  ld x20, 160(t0)
  ld x21, 168(t0)
  ld x22, 176(t0)
  ld x23, 184(t0)
  ld x24, 192(t0)
  ld x25, 200(t0)
  ld x26, 208(t0)
  ld x27, 216(t0)
  fld fs0, 264(t0)
  fld fs1, 272(t0)
  fld fs2, 280(t0)
  fld fs3, 288(t0)
  fld fs4, 296(t0)
  fld fs5, 304(t0)
  fld fs6, 312(t0)
  fld fs7, 320(t0)
  fld fs8, 328(t0)
  fld fs9, 336(t0)
  fld fs10, 344(t0)
  fld fs11, 352(t0)
  ld sp, 16(t0)
  jr t1
  .size sinterEnterLandingPad, . - sinterEnterLandingPad
  .text
)");
#endif

/// A system call that starts a thread: in it, code(argument) is called on `stack` and must not
/// return.
extern "C" __attribute__((visibility("hidden"))) long
sinterStartThread(uint64_t flags, uint64_t stack, uint64_t local, void (*code)(void *),
                  void *argument);
/// Unmaps the pages that the calling thread's stack is in, and ends the thread.
extern "C" [[noreturn]] __attribute__((visibility("hidden"))) void sinterLeaveThread(uint64_t begin,
                                                                                     uint64_t size);

/// Thread-local state (ELF TLS, variant I) begins at the thread pointer. Gives it for a block at
/// `low`.
inline uint64_t placeLocals(uint64_t low, uint64_t, uint64_t, uint64_t &block) {
  return block = low;
}
inline long setThreadPointer(uint64_t pointer) {
  asm volatile("mv tp, %0" : : "r"(pointer));
  return 0;
}

#ifdef SINTER_DEFINE_THREADS
asm(R"(
  .section .text.sinterStartThread, "ax", @progbits
  .globl sinterStartThread
  .hidden sinterStartThread
  .type sinterStartThread, @function
sinterStartThread:
  mv a5, a3
  mv a6, a4
  mv a3, a2
  li a2, 0
  li a4, 0
  li a7, 220
  ecall
  beqz a0, sinterThreadBegin
  ret
  .size sinterStartThread, . - sinterStartThread

  .type sinterThreadBegin, @function
sinterThreadBegin:
  .cfi_startproc
  .cfi_undefined ra
  li s0, 0
  mv a0, a6
  jalr a5
  ebreak
  .cfi_endproc
  .size sinterThreadBegin, . - sinterThreadBegin

  .section .text.sinterLeaveThread, "ax", @progbits
  .globl sinterLeaveThread
  .hidden sinterLeaveThread
  .type sinterLeaveThread, @function
sinterLeaveThread:
  li a7, 215
  ecall
  li a0, 0
  li a7, 93
  ecall
  ebreak
  .size sinterLeaveThread, . - sinterLeaveThread
  .text
)");
#endif

#ifdef SINTER_DEFINE_START
// Without unwind tables, as all that runs before the program: a walk ends there.
asm(R"(
  .section .text.sinterEnterStack, "ax", @progbits
  .globl sinterEnterStack
  .hidden sinterEnterStack
  .type sinterEnterStack, @function
sinterEnterStack:
  mv sp, a0
  li s0, 0
  jalr a1
  ebreak
  .size sinterEnterStack, . - sinterEnterStack

  .section .text._start, "ax", @progbits
  .globl _start
  .type _start, @function
_start:
  li s0, 0
  mv a0, sp
  andi sp, sp, -16
  call sinterStart
  ebreak
  .size _start, . - _start
  .text
)");
#endif

} // namespace sinter::rt::arch
