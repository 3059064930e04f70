//===-- x86_64.S - Entering and leaving wasm code from a host on x86-64 -----===//
//
// A call from the host saves the callee-saved registers, since a trap drops the frames that would restore
// them, and what it calls returns with them as they were. System V psABI; the uniform convention of
// abi/Abi.h. Unwind tables are exact at every instruction.
//
// Leaving pops from a shadow stack, where there is one (harden/ShadowStack.h), down to the return address
// of the innermost call made here, which the entry belongs to.
//
// In libsinter (SINTER_LIBRARY): sinterHostEnter keeps the stack pointer in the entry (its first word), so
// that sinterHostLeave, called deeper down or put in place of a faulting instruction by the signal handler, can
// return from it. In what a header calls: sinterStandaloneEnter and its trap handler, sinterStandaloneLeave.
//
//===----------------------------------------------------------------------===//

.macro pushreg register
  pushq %\register
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %\register, 0
.endm
.macro popreg register
  popq %\register
  .cfi_adjust_cfa_offset -8
  .cfi_restore %\register
.endm

// Six slots, rbx on top.
.macro save
  pushreg rbp
  pushreg r15
  pushreg r14
  pushreg r13
  pushreg r12
  pushreg rbx
.endm
.macro restore
  popreg rbx
  popreg r12
  popreg r13
  popreg r14
  popreg r15
  popreg rbp
.endm
// What save does to unwind tables, with `more` bytes pushed since.
.macro saved more
  .cfi_def_cfa %rsp, 56 + \more
  .cfi_offset %rbp, -16
  .cfi_offset %r15, -24
  .cfi_offset %r14, -32
  .cfi_offset %r13, -40
  .cfi_offset %r12, -48
  .cfi_offset %rbx, -56
.endm
// Behind a call, which returns with all but rbx as they were.
.macro unchanged
  .cfi_restore %rbp
  .cfi_restore %r15
  .cfi_restore %r14
  .cfi_restore %r13
  .cfi_restore %r12
.endm

// Pops from the shadow stack through a return address that is `first` or `second`. Leaves rdi and rsi alone.
.macro popshadow first, second
  xorl %eax, %eax
  rdsspq %rax // none to CPUs without
  testq %rax, %rax
  jz 3f
  leaq \first(%rip), %rcx
  leaq \second(%rip), %r8
  movl $1, %edx
2:
  movq (%rax), %r9
  incsspq %rdx
  addq $8, %rax
  cmpq %rcx, %r9
  je 3f
  cmpq %r8, %r9
  jne 2b
3:
.endm

  .text
#ifdef SINTER_LIBRARY
  .globl sinterHostEnter
  .hidden sinterHostEnter
  .type sinterHostEnter, @function
  .p2align 4
sinterHostEnter: // (entry, code, instance, integers, floats)
  .cfi_startproc
  endbr64
  save
  subq $8, %rsp
  .cfi_adjust_cfa_offset 8
  movq %rsp, (%rdi)
  movq %rsi, %rax
  movq %rdx, %rdi
  movq %rcx, %r10
  movsd (%r8), %xmm0
  movsd 8(%r8), %xmm1
  movsd 16(%r8), %xmm2
  movsd 24(%r8), %xmm3
  movsd 32(%r8), %xmm4
  movsd 40(%r8), %xmm5
  movsd 48(%r8), %xmm6
  movsd 56(%r8), %xmm7
  movq (%r10), %rsi
  movq 8(%r10), %rdx
  movq 16(%r10), %rcx
  movq 24(%r10), %r8
  movq 32(%r10), %r9
  call *%rax
.Lreturn:
  addq $8, %rsp
  .cfi_adjust_cfa_offset -8
  restore
  ret
  .cfi_endproc
  .size sinterHostEnter, . - sinterHostEnter

// Arguments are where wasm code expects them already. Offsets are checked in TypedCall.cpp. What is pushed
// behind the callee-saved registers is an Entry, whose stack pointer says, by being above it, that the
// registers are here; only a trap restores them all.
  .globl sinter_call_enter
  .type sinter_call_enter, @function
  .p2align 4
sinter_call_enter: // (call, arguments...)
  .cfi_startproc
  endbr64
  movq (%rdi), %r10
  movq sinterThread@gottpoff(%rip), %r11
  cmpq %r10, %fs:16(%r11) // the store that ran here last,
  jne sinterHostCallSlow
  movq (%r10), %rax // with this thread's limit, and not interrupted,
  cmpq %fs:24(%r11), %rax
  jne sinterHostCallSlow
  cmpq %fs:8(%r11), %rsp // on its stack
  ja sinterHostCallSlow
  save
  movq %r10, %rbx
  pushq 56(%rbx)
  .cfi_adjust_cfa_offset 8
  pushq $0
  .cfi_adjust_cfa_offset 8
  pushq %rsp
  .cfi_adjust_cfa_offset 8
  movq %rsp, 56(%rbx)
  movq 8(%rdi), %rax
  movq 16(%rdi), %rdi
  call *%rax
.Lcalled:
  unchanged
  movq 16(%rsp), %rcx
  movq %rcx, 56(%rbx)
  movq 24(%rsp), %rbx
  .cfi_restore %rbx
  addq $72, %rsp
  .cfi_def_cfa_offset 8
  xorl %edx, %edx
  ret
.Ltrapped: // the entry is at the stack pointer
  saved 24
  movq %rsp, %rdi
  call sinterHostFinish
  movq %rax, %rdx
  xorl %eax, %eax
  addq $24, %rsp
  .cfi_adjust_cfa_offset -24
  restore
  ret
  .cfi_endproc
  .size sinter_call_enter, . - sinter_call_enter
  .globl sinterHostEnterEnd
  .hidden sinterHostEnterEnd
sinterHostEnterEnd:

  .globl sinterHostLeave
  .hidden sinterHostLeave
  .type sinterHostLeave, @function
  .p2align 4
sinterHostLeave: // (entry)
  endbr64
  cld
  popshadow .Lreturn, .Lcalled
  movq (%rdi), %rsp
  leaq -8(%rsp), %rax
  cmpq %rdi, %rax
  jne 1f
  movq %rdi, %rsp
  jmp .Ltrapped
1:
  xorl %eax, %eax
  jmp .Lreturn
  .size sinterHostLeave, . - sinterHostLeave

#else
// Arguments are where wasm code expects them already. Offsets are checked in Standalone.cpp. The innermost
// call is known by its stack pointer, at which the one before it stands, with the registers behind.
  .globl sinterStandaloneEnter
  .hidden sinterStandaloneEnter
  .type sinterStandaloneEnter, @function
  .p2align 4
sinterStandaloneEnter: // (function, arguments...)
  .cfi_startproc
  endbr64
  movq 16(%rdi), %r10
  save
  movq (%r10), %rbx
  pushq -16(%rbx)
  .cfi_adjust_cfa_offset 8
  cmpq $0, (%rsp) // A call from within a host function continues on the stack of the first.
  jne 1f
  movq %rsp, %rax
  subq -8(%rbx), %rax
  jbe 2f
3:
  movq %rax, (%rbx)
1:
  movq %rsp, -16(%rbx)
  movq (%rdi), %rax
  movq %r10, %rdi
  call *%rax
.Lcalled:
  unchanged
  popq -16(%rbx)
  .cfi_adjust_cfa_offset -8
  popreg rbx
  addq $40, %rsp
  .cfi_def_cfa_offset 8
  xorl %edx, %edx
  ret
2: // more than there are addresses
  saved 8
  movl $1, %eax
  jmp 3b
  .cfi_endproc
  .size sinterStandaloneEnter, . - sinterStandaloneEnter

  .globl sinterStandaloneLeave
  .hidden sinterStandaloneLeave
  .type sinterStandaloneLeave, @function
  .p2align 4
sinterStandaloneLeave: // (context, code)
  .cfi_startproc
  endbr64
  cld
  popshadow .Lcalled, .Lcalled
  movq -16(%rdi), %rsp
  saved 8
  popq -16(%rdi)
  .cfi_adjust_cfa_offset -8
  restore
  xorl %eax, %eax
  movq %rsi, %rdx
  ret
  .cfi_endproc
  .size sinterStandaloneLeave, . - sinterStandaloneLeave
#endif

  .section .note.GNU-stack, "", @progbits
#ifdef __CET__
  .section .note.gnu.property, "a", @note // IBT, SHSTK
  .p2align 3
  .long 4, 16, 5
  .asciz "GNU"
  .long 0xc0000002, 4, 3, 0
#endif
