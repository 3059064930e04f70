//===-- x86_64.h - The runtime's view of x86-64 under Linux -----------------===//
//
// System calls, start code, registers as the unwinder numbers them (System V
// psABI, DWARF register numbers), the signal frame's layout, and the check of
// CPU features. Structures are the kernel's, written down here because no libc
// header may be included.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace sinter::rt::arch {

enum class Syscall : long {
#define SYSCALL(NAME, X86, GENERIC) NAME = X86,
#include "sinter/abi/Syscalls.def"
};

/// What a seccomp filter sees of a call that was made in this CPU's own way.
constexpr uint32_t AuditArch = 0xc000003e;

// Open flags that differ between CPUs.
constexpr int OpenDirectory = 0200000;
/// The name of clock_gettime in the kernel's shared object.
constexpr char VdsoClock[] = "__vdso_clock_gettime";

constexpr int OpenNoFollow = 0400000;

/// What mappings are aligned to; where kernels differ, the largest.
constexpr uint64_t HostPage = 4096;

/// With no more than the arguments that a call has, since clearing the others' registers costs
/// bytes.
template <typename... Arguments>
__attribute__((always_inline)) inline long syscall(Syscall number, Arguments... arguments) {
  constexpr unsigned count = sizeof...(Arguments);
  const long given[count + 1] = {long(arguments)...};
  long result;
  if constexpr (count == 0) {
    asm volatile("syscall" : "=a"(result) : "a"(number) : "rcx", "r11", "memory");
  } else if constexpr (count == 1) {
    asm volatile("syscall" : "=a"(result) : "a"(number), "D"(given[0]) : "rcx", "r11", "memory");
  } else if constexpr (count == 2) {
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(given[0]), "S"(given[1])
                 : "rcx", "r11", "memory");
  } else if constexpr (count == 3) {
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(given[0]), "S"(given[1]), "d"(given[2])
                 : "rcx", "r11", "memory");
  } else if constexpr (count == 4) {
    register long r10 asm("r10") = given[3];
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(given[0]), "S"(given[1]), "d"(given[2]), "r"(r10)
                 : "rcx", "r11", "memory");
  } else {
    register long r10 asm("r10") = given[3];
    register long r8 asm("r8") = given[4];
    register long r9 asm("r9") = given[count - 1];
    static_assert(count == 5 || count == 6);
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(given[0]), "S"(given[1]), "d"(given[2]), "r"(r10), "r"(r8),
                   "r"(r9)
                 : "rcx", "r11", "memory");
  }
  return result;
}

/// Registers by DWARF number: rax rdx rcx rbx rsi rdi rbp rsp r8-r15, then the return address.
constexpr unsigned RegisterCount = 17;
constexpr unsigned StackRegister = 7;
constexpr unsigned ReturnRegister = 16;
struct Registers {
  uint64_t value[RegisterCount];
  uint64_t pc() const { return value[ReturnRegister]; }
};

/// Where the unwinder keeps a register of that DWARF number; RegisterCount if it does not.
inline unsigned registerIndex(uint64_t number) {
  return number < RegisterCount ? unsigned(number) : RegisterCount;
}

/// A return address as it is without what signs it.
inline uint64_t withoutSignature(uint64_t address) { return address; }

/// Goes on at a landing pad with these registers and the exception, for good, and pops as many
/// return addresses from the shadow stack, and its own.
extern "C" [[noreturn]] __attribute__((visibility("hidden"))) void
sinterEnterLandingPad(const Registers *registers, void *exception, uint64_t shadowed);

// Shadow stacks (harden/ShadowStack.h). A function that turned one on could not return.
__attribute__((always_inline)) inline void enableShadowStack() {
  constexpr long enable = 0x5001, forReturns = 1; // ARCH_SHSTK_ENABLE
  syscall(Syscall::arch_prctl, enable, forReturns);
}
/// What was pushed last on this thread's shadow stack; null if it has none.
__attribute__((always_inline)) inline const uint64_t *shadowStack() {
  uint64_t top = 0;
  asm volatile("rdsspq %0" : "+r"(top)); // None to CPUs without.
  return reinterpret_cast<const uint64_t *>(top);
}

/// The registers here and now, as far as a caller's frames depend on them.
__attribute__((always_inline)) inline void capture(Registers &registers) {
  asm volatile("movq %%rbx, 24(%0)\n"
               "movq %%rbp, 48(%0)\n"
               "movq %%rsp, 56(%0)\n"
               "movq %%r12, 96(%0)\n"
               "movq %%r13, 104(%0)\n"
               "movq %%r14, 112(%0)\n"
               "movq %%r15, 120(%0)\n"
               "leaq 1f(%%rip), %%rax\n"
               "1: movq %%rax, 128(%0)\n"
               :
               : "r"(registers.value)
               : "rax", "memory");
}

/// The registers of the code that a signal interrupted, from the handler's third argument.
inline void fromSignal(const void *ucontext, Registers &registers) {
  // struct ucontext: flags, link, the alternate stack (3 words), then r8 ... r15, rdi, rsi, rbp,
  // rbx, rdx, rax, rcx, rsp, rip.
  const uint64_t *saved = static_cast<const uint64_t *>(ucontext) + 5;
  constexpr uint8_t order[RegisterCount] = {13, 12, 14, 11, 9, 8, 10, 15, 0,
                                            1,  2,  3,  4,  5, 6, 7,  16};
  for (unsigned i = 0; i != RegisterCount; ++i)
    registers.value[i] = saved[order[i]];
}

/// Leaves the current stack for another one for good, and calls `code` there.
extern "C" [[noreturn]] void sinterEnterStack(uint64_t top, void (*code)());

/// String instructions for large blocks; microcode moves whole cache lines.
constexpr size_t LargeBlock = 2048;
inline void copyLarge(void *to, const void *from, size_t size) {
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}
inline void setLarge(void *to, int value, size_t size) {
  asm volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
}

struct Cpuid {
  uint32_t eax, ebx, ecx, edx;
};
inline Cpuid cpuid(uint32_t leaf, uint32_t subleaf) {
  Cpuid result;
  asm volatile("cpuid"
               : "=a"(result.eax), "=b"(result.ebx), "=c"(result.ecx), "=d"(result.edx)
               : "a"(leaf), "c"(subleaf));
  return result;
}

/// Whether the kernel saves the registers that the features in bits `needed` of XCR0 use.
inline bool savesState(uint32_t needed) {
  if (!(cpuid(1, 0).ecx & (1u << 27)))
    return false;
  uint32_t low, high;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & needed) == needed;
}

/// A row of CpuFeatures.def in 16 bits: which leaf, which register of it, which bit.
enum FeatureRegister { eax, ebx, ecx, edx };
constexpr uint16_t packFeature(uint32_t leaf, uint32_t subleaf, FeatureRegister word,
                               unsigned position) {
  unsigned index = leaf == 1 ? 0 : leaf == 7 ? 1 + subleaf : 3;
  return uint16_t(index << 7 | word << 5 | position);
}

/// The first feature of the mask that this CPU lacks, or null. Each leaf is asked for once, since
/// cpuid leaves a virtual machine.
inline const char *firstMissingFeature(uint64_t mask) {
  static constexpr uint16_t features[] = {
#define X86_FEATURE(BIT, NAME, LEAF, SUBLEAF, REGISTER, POSITION)                                  \
  packFeature(LEAF, SUBLEAF, REGISTER, POSITION),
#include "sinter/abi/CpuFeatures.def"
  };
#define X86_FEATURE(BIT, NAME, LEAF, SUBLEAF, REGISTER, POSITION)                                  \
  static_assert(features[BIT] == packFeature(LEAF, SUBLEAF, REGISTER, POSITION),                   \
                "rows of CpuFeatures.def stand in the order of their bits");
#include "sinter/abi/CpuFeatures.def"
#define X86_FEATURE(BIT, NAME, LEAF, SUBLEAF, REGISTER, POSITION) NAME "\0"
  const char *name =
#include "sinter/abi/CpuFeatures.def"
      ;
  constexpr uint32_t vectorState = 0x6, wideState = 0xe6; // XCR0: SSE and AVX; and AVX-512's three
  unsigned asked = ~0u;
  Cpuid known = {};
  for (uint16_t feature : features) {
    unsigned index = feature >> 7;
    if (mask & 1) {
      if (asked != index) {
        asked = index;
        uint32_t leaf = index == 0 ? 1 : index == 3 ? 0x80000001 : 7;
        bool exists = index == 0 || cpuid(leaf & 0x80000000, 0).eax >= leaf;
        known = exists ? cpuid(leaf, index == 2) : Cpuid{};
      }
      const uint32_t words[] = {known.eax, known.ebx, known.ecx, known.edx};
      // AVX and what builds on it also needs the kernel to save its registers.
      bool wide = name[0] == 'a' && name[3] == '5';
      bool usesVectors = name[0] == 'a' || name[0] == 'f';
      if (!(words[feature >> 5 & 3] >> (feature & 31) & 1) ||
          (usesVectors && !savesState(wide ? wideState : vectorState)))
        return name;
    }
    mask >>= 1;
    while (*name++)
      ;
  }
  return nullptr;
}

/// Where a signal handler returns to: the kernel wants it given on x86-64.
constexpr uint64_t SignalFlags = 0x04000000; // SA_RESTORER
extern "C" __attribute__((visibility("hidden"))) void sinterSignalReturn();

#ifdef SINTER_DEFINE_SIGNAL_RETURN
asm(R"(
  .section .text.sinterSignalReturn, "ax", @progbits
  .globl sinterSignalReturn
  .hidden sinterSignalReturn
  .type sinterSignalReturn, @function
sinterSignalReturn:
  movl $15, %eax
  syscall
  .size sinterSignalReturn, . - sinterSignalReturn
  .text
)");
#endif

#ifdef SINTER_DEFINE_LANDING
#if defined(SINTER_HARDENED) || defined(SINTER_LIBRARY)
// One by one, since an instruction pops 255 at most.
#define SINTER_POP_SHADOW                                                                          \
  R"(
  testq %rdx, %rdx
  jz 2f
  incq %rdx
  movl $1, %ecx
1:
  incsspq %rcx
  decq %rdx
  jnz 1b
2:
)"
#else
#define SINTER_POP_SHADOW ""
#endif
// Callee-saved registers as they were in the function of the landing pad; the exception in rax, its
// selector, which nobody asks for, in rdx (Itanium C++ ABI, level II for x86-64).
asm(R"(
  .section .text.sinterEnterLandingPad, "ax", @progbits
  .globl sinterEnterLandingPad
  .hidden sinterEnterLandingPad
  .type sinterEnterLandingPad, @function
sinterEnterLandingPad:
  movq %rsi, %rax
)" SINTER_POP_SHADOW R"(
  movl $1, %edx
  movq 24(%rdi), %rbx
  movq 48(%rdi), %rbp
  movq 96(%rdi), %r12
  movq 104(%rdi), %r13
  movq 112(%rdi), %r14
  movq 120(%rdi), %r15
  movq 128(%rdi), %rcx
  movq 56(%rdi), %rsp
  jmpq *%rcx
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

/// Thread-local state (ELF TLS, variant II) ends at the thread pointer, which points to itself.
/// Gives the pointer for a block of `size` bytes that may begin at `low`, a multiple of `align`.
inline uint64_t placeLocals(uint64_t low, uint64_t size, uint64_t align, uint64_t &block) {
  block = low;
  uint64_t pointer = low + ((size + align - 1) & ~(align - 1));
  *reinterpret_cast<uint64_t *>(pointer) = pointer;
  return pointer;
}
inline long setThreadPointer(uint64_t pointer) {
  constexpr long setFs = 0x1002;
  return syscall(Syscall::arch_prctl, setFs, long(pointer));
}

#ifdef SINTER_DEFINE_THREADS
// The flags use neither of the words where the kernel would write the thread's number: they carry
// the argument, since the new thread has the registers of the old one.
asm(R"(
  .section .text.sinterStartThread, "ax", @progbits
  .globl sinterStartThread
  .hidden sinterStartThread
  .type sinterStartThread, @function
sinterStartThread:
  movq %r8, %r10
  movq %rdx, %r8
  movq %rcx, %r9
  xorl %edx, %edx
  movl $56, %eax
  syscall
  testq %rax, %rax
  jz sinterThreadBegin
  ret
  .size sinterStartThread, . - sinterStartThread

  .type sinterThreadBegin, @function
sinterThreadBegin:
  .cfi_startproc
  .cfi_undefined %rip
  xorl %ebp, %ebp
  movq %r10, %rdi
  callq *%r9
  ud2
  .cfi_endproc
  .size sinterThreadBegin, . - sinterThreadBegin

  .section .text.sinterLeaveThread, "ax", @progbits
  .globl sinterLeaveThread
  .hidden sinterLeaveThread
  .type sinterLeaveThread, @function
sinterLeaveThread:
  movl $11, %eax
  syscall
  xorl %edi, %edi
  movl $60, %eax
  syscall
  ud2
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
  movq %rdi, %rsp
  xorl %ebp, %ebp
  call *%rsi
  ud2
  .size sinterEnterStack, . - sinterEnterStack

  .section .text._start, "ax", @progbits
  .globl _start
  .type _start, @function
_start:
  xorl %ebp, %ebp
  movq %rsp, %rdi
  andq $-16, %rsp
  call sinterStart
  ud2
  .size _start, . - _start
  .text
)");
#endif

} // namespace sinter::rt::arch
