//===-- aarch64.h - The runtime's view of AArch64 under Linux ---------------===//
//
// Registers are numbered as in the AArch64 DWARF ABI (x0 to x30, sp 31); behind
// them stands the program counter, which is nobody's register: in a leaf function
// the caller's is in x30 alone.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "arch/LinuxGeneric.h"

namespace sinter::rt {
uint64_t auxiliaryValue(uint64_t type, uint64_t otherwise); // of Runtime.h
}

namespace sinter::rt::arch {

constexpr int OpenDirectory = 040000;
/// The name of clock_gettime in the kernel's shared object.
constexpr char VdsoClock[] = "__kernel_clock_gettime";

constexpr int OpenNoFollow = 0100000;

/// Kernels are built for pages of 4, 16 or 64 KiB.
constexpr uint64_t HostPage = 65536;

/// What a seccomp filter sees of a call that was made in this CPU's own way.
constexpr uint32_t AuditArch = 0xc00000b7;

inline long syscall(Syscall number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0,
                    long f = 0) {
  register long x8 asm("x8") = long(number);
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc #0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
               : "memory", "cc");
  return x0;
}

/// x0 to x30, sp, the program counter, then d8 to d15, which callees save too.
constexpr unsigned RegisterCount = 41;
constexpr unsigned GeneralRegisters = 33;
constexpr unsigned StackRegister = 31;
constexpr unsigned ReturnRegister = 32;
struct Registers {
  uint64_t value[RegisterCount];
  uint64_t pc() const { return value[ReturnRegister]; }
};

/// Where the unwinder keeps a register of that DWARF number; RegisterCount if it does not.
inline unsigned registerIndex(uint64_t number) {
  if (number < GeneralRegisters)
    return unsigned(number);
  return number - 72 < 8 ? unsigned(number - 72 + GeneralRegisters) : RegisterCount;
}

/// A return address as it is without what signs it (PAC); only hardened code signs any.
inline uint64_t withoutSignature(uint64_t address) {
#if defined(SINTER_HARDENED) || defined(SINTER_LIBRARY)
  register uint64_t x30 asm("x30") = address;
  asm("hint #7" : "+r"(x30)); // xpaclri; none to CPUs without
  return x30;
#else
  return address;
#endif
}

/// Goes on at a landing pad with these registers and the exception, for good, and pops as many
/// return addresses from the shadow stack, and its own.
extern "C" [[noreturn]] __attribute__((visibility("hidden"))) void
sinterEnterLandingPad(const Registers *registers, void *exception, uint64_t shadowed);

// Shadow stacks (harden/ShadowStack.h), in the numbers of the instructions, which are none to CPUs
// without. A function that turned one on could not return.
__attribute__((always_inline)) inline void enableShadowStack() {
  register long x8 asm("x8") = long(Syscall::prctl);
  register long x0 asm("x0") = 75; // PR_SET_SHADOW_STACK_STATUS
  register long x1 asm("x1") = 1;  // PR_SHADOW_STACK_ENABLE
  register long x2 asm("x2") = 0, x3 asm("x3") = 0, x4 asm("x4") = 0;
  asm volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
}
/// What was pushed last on this thread's shadow stack; null if it has none.
__attribute__((always_inline)) inline const uint64_t *shadowStack() {
  register uint64_t x16 asm("x16") = 1;
  asm volatile("hint #40" : "+r"(x16)); // chkfeat x16
  if (x16)
    return nullptr;
  uint64_t top;
  asm volatile("mrs %0, s3_3_c2_c5_1" : "=r"(top)); // gcspr_el0
  return reinterpret_cast<const uint64_t *>(top);
}

__attribute__((always_inline)) inline void capture(Registers &registers) {
  asm volatile("stp x19, x20, [%0, #152]\n"
               "stp x21, x22, [%0, #168]\n"
               "stp x23, x24, [%0, #184]\n"
               "stp x25, x26, [%0, #200]\n"
               "stp x27, x28, [%0, #216]\n"
               "stp x29, x30, [%0, #232]\n"
               "mov x9, sp\n"
               "adr x10, 1f\n"
               "1: stp x9, x10, [%0, #248]\n"
               "stp d8, d9, [%0, #264]\n"
               "stp d10, d11, [%0, #280]\n"
               "stp d12, d13, [%0, #296]\n"
               "stp d14, d15, [%0, #312]\n"
               :
               : "r"(registers.value)
               : "x9", "x10", "memory");
}

inline void fromSignal(const void *ucontext, Registers &registers) {
  // The fault's address, x0 to x30, sp, pc.
  const uint64_t *saved = static_cast<const uint64_t *>(ucontext) + SignalRegisters + 1;
  for (unsigned i = 0; i != GeneralRegisters; ++i)
    registers.value[i] = saved[i];
}

/// The first feature of the mask that this CPU, or its kernel, lacks, or null.
inline const char *firstMissingFeature(uint64_t mask) {
  // The bits of each row, and on top which of the two entries they are in.
  constexpr uint32_t second = 1u << 31;
  static constexpr uint32_t features[] = {
#define AARCH64_FEATURE(BIT, NAME, VECTOR, BITS) (VECTOR == 26 ? second : 0) | (BITS),
#include "sinter/abi/CpuFeatures.def"
  };
#define AARCH64_FEATURE(BIT, NAME, VECTOR, BITS)                                                   \
  static_assert(features[BIT] == ((VECTOR == 26 ? second : 0) | (BITS)),                           \
                "rows of CpuFeatures.def stand in the order of their bits");
#include "sinter/abi/CpuFeatures.def"
#define AARCH64_FEATURE(BIT, NAME, VECTOR, BITS) NAME "\0"
  const char *name =
#include "sinter/abi/CpuFeatures.def"
      ;
  for (uint32_t feature : features) {
    uint32_t bits = feature & ~second;
    if (mask & 1 && (auxiliaryValue(feature & second ? 26 : 16, 0) & bits) != bits)
      return name;
    mask >>= 1;
    while (*name++)
      ;
  }
  return nullptr;
}

extern "C" [[noreturn]] void sinterEnterStack(uint64_t top, void (*code)());

#ifdef SINTER_DEFINE_LANDING
#if defined(SINTER_HARDENED) || defined(SINTER_LIBRARY)
#define SINTER_POP_SHADOW                                                                          \
  R"(
  cbz x2, 2f
  add x2, x2, #1
1:
  sysl xzr, #3, c7, c7, #1 // gcspopm
  subs x2, x2, #1
  b.ne 1b
2:
)"
#else
#define SINTER_POP_SHADOW ""
#endif
// The exception in x0, its selector, which nobody asks for, in x1.
asm(R"(
  .section .text.sinterEnterLandingPad, "ax", %progbits
  .globl sinterEnterLandingPad
  .hidden sinterEnterLandingPad
  .type sinterEnterLandingPad, %function
sinterEnterLandingPad:
)" SINTER_POP_SHADOW R"(
  mov x9, x0
  mov x0, x1
  mov x1, #1
  ldp x19, x20, [x9, #152]
  ldp x21, x22, [x9, #168]
  ldp x23, x24, [x9, #184]
  ldp x25, x26, [x9, #200]
  ldp x27, x28, [x9, #216]
  ldp x29, x30, [x9, #232]
  ldp x10, x11, [x9, #248]
  ldp d8, d9, [x9, #264]
  ldp d10, d11, [x9, #280]
  ldp d12, d13, [x9, #296]
  ldp d14, d15, [x9, #312]
  mov sp, x10
  br x11
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

/// Thread-local state (ELF TLS, variant I) begins two words behind the thread pointer, aligned.
/// Gives the pointer for a block of `size` bytes above `low`, a multiple of `align`.
inline uint64_t placeLocals(uint64_t low, uint64_t, uint64_t align, uint64_t &block) {
  block = low + ((16 + align - 1) & ~(align - 1));
  return low;
}
inline long setThreadPointer(uint64_t pointer) {
  asm volatile("msr tpidr_el0, %0" : : "r"(pointer));
  return 0;
}

#ifdef SINTER_DEFINE_THREADS
asm(R"(
  .section .text.sinterStartThread, "ax", %progbits
  .globl sinterStartThread
  .hidden sinterStartThread
  .type sinterStartThread, %function
sinterStartThread:
  mov x5, x3
  mov x6, x4
  mov x3, x2
  mov x2, #0
  mov x4, #0
  mov x8, #220
  svc #0
  cbz x0, sinterThreadBegin
  ret
  .size sinterStartThread, . - sinterStartThread

  .type sinterThreadBegin, %function
sinterThreadBegin:
  .cfi_startproc
  .cfi_undefined x30
  mov x29, #0
  mov x0, x6
  blr x5
  brk #1
  .cfi_endproc
  .size sinterThreadBegin, . - sinterThreadBegin

  .section .text.sinterLeaveThread, "ax", %progbits
  .globl sinterLeaveThread
  .hidden sinterLeaveThread
  .type sinterLeaveThread, %function
sinterLeaveThread:
  mov x8, #215
  svc #0
  mov x0, #0
  mov x8, #93
  svc #0
  brk #1
  .size sinterLeaveThread, . - sinterLeaveThread
  .text
)");
#endif

#ifdef SINTER_DEFINE_START
// Without unwind tables, as all that runs before the program: a walk ends there.
asm(R"(
  .section .text.sinterEnterStack, "ax", %progbits
  .globl sinterEnterStack
  .hidden sinterEnterStack
  .type sinterEnterStack, %function
sinterEnterStack:
  mov sp, x0
  mov x29, #0
  blr x1
  brk #1
  .size sinterEnterStack, . - sinterEnterStack

  .section .text._start, "ax", %progbits
  .globl _start
  .type _start, %function
_start:
  mov x29, #0
  mov x0, sp
  bl sinterStart
  brk #1
  .size _start, . - _start
  .text
)");
#endif

} // namespace sinter::rt::arch
