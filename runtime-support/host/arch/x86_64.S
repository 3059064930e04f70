//===-- x86_64.S - Entering and leaving wasm code from a host on x86-64 -----===//
//
// sinterHostEnter saves the callee-saved registers on the stack and the stack
// pointer in the entry (its first word), so that sinterHostLeave, called deeper down or put
// in place of a faulting instruction by the signal handler, can return from it.
// System V psABI; the uniform convention of abi/Abi.h.
//
// Leaving pops from a shadow stack, where there is one (harden/ShadowStack.h), down to the return address
// of the innermost call made here, which the entry belongs to.
//
//===----------------------------------------------------------------------===//

  .text
  .globl sinterHostEnter
  .hidden sinterHostEnter
  .type sinterHostEnter, @function
  .p2align 4
sinterHostEnter: // (entry, code, instance, integers, floats)
  .cfi_startproc
  endbr64
  pushq %rbp
  .cfi_def_cfa_offset 16
  .cfi_offset %rbp, -16
  movq %rsp, %rbp
  .cfi_def_cfa_register %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  subq $8, %rsp
  .cfi_offset %rbx, -24
  .cfi_offset %r12, -32
  .cfi_offset %r13, -40
  .cfi_offset %r14, -48
  .cfi_offset %r15, -56
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
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  .cfi_def_cfa %rsp, 8
  ret
  .cfi_endproc
  .size sinterHostEnter, . - sinterHostEnter

#ifdef SINTER_LIBRARY
// Arguments are where wasm code expects them already. Offsets are checked in TypedCall.cpp. What is pushed
// behind the callee-saved registers is an Entry, whose stack pointer says, by being above it, that the
// registers are here; only a trap restores them all, since wasm code returns with them as they were.
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
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %r10, %rbx
  pushq 56(%rbx)
  pushq $0
  pushq %rsp
  .cfi_def_cfa_offset 80
  .cfi_offset %rbp, -16
  .cfi_offset %rbx, -24
  .cfi_offset %r12, -32
  .cfi_offset %r13, -40
  .cfi_offset %r14, -48
  .cfi_offset %r15, -56
  movq %rsp, 56(%rbx)
  movq 8(%rdi), %rax
  movq 16(%rdi), %rdi
  call *%rax
.Lcalled:
  movq 16(%rsp), %rcx
  movq %rcx, 56(%rbx)
  movq 56(%rsp), %rbx
  addq $72, %rsp
  .cfi_def_cfa_offset 8
  .cfi_restore %rbx
  xorl %edx, %edx
  ret
.Ltrapped: // the entry is at the stack pointer
  .cfi_def_cfa_offset 80
  .cfi_offset %rbx, -24
  movq %rsp, %rdi
  call sinterHostFinish
  movq %rax, %rdx
  xorl %eax, %eax
  addq $24, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  .cfi_def_cfa_offset 8
  ret
  .cfi_endproc
  .size sinter_call_enter, . - sinter_call_enter
#endif
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
  xorl %eax, %eax
  rdsspq %rax // none to CPUs without
  testq %rax, %rax
  jz 3f
  leaq .Lreturn(%rip), %rcx
  movl $1, %edx
2:
  movq (%rax), %rsi
  incsspq %rdx
  addq $8, %rax
  cmpq %rcx, %rsi
  je 3f
#ifdef SINTER_LIBRARY
  leaq .Lcalled(%rip), %r8
  cmpq %r8, %rsi
  je 3f
#endif
  jmp 2b
3:
  movq (%rdi), %rsp
#ifdef SINTER_LIBRARY
  leaq -8(%rsp), %rax
  cmpq %rdi, %rax
  movq %rdi, %rax
  jne 1f
  movq %rax, %rsp
  jmp .Ltrapped
1:
#endif
  leaq 56-8(%rsp), %rbp
  xorl %eax, %eax
  jmp .Lreturn
  .size sinterHostLeave, . - sinterHostLeave

  .section .note.GNU-stack, "", @progbits
#ifdef __CET__
  .section .note.gnu.property, "a", @note // IBT, SHSTK
  .p2align 3
  .long 4, 16, 5
  .asciz "GNU"
  .long 0xc0000002, 4, 3, 0
#endif
