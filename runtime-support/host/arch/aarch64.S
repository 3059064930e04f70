//===-- aarch64.S - Entering and leaving wasm code from a host on AArch64 ---===//
//
// As x86_64.S. Callees save x19 to x30 and the low halves of v8 to v15 (AAPCS64).
//
// Hardened, return addresses are signed (x30 here, with the stack pointer at both ends).
//
//===----------------------------------------------------------------------===//

#define PAD hint #34 // bti c; none to CPUs without
#ifdef __ARM_FEATURE_PAC_DEFAULT
#define SIGN hint #25; .cfi_negate_ra_state // a pad as well
#define SIGNED .cfi_negate_ra_state
#define VERIFY hint #29; .cfi_negate_ra_state
#define PAD_OR_SIGN SIGN
#else
#define SIGN
#define SIGNED
#define VERIFY
#define PAD_OR_SIGN PAD
#endif

.macro keep first, second, at
  stp \first, \second, [sp, #\at]
  .cfi_rel_offset \first, \at
  .cfi_rel_offset \second, \at + 8
.endm
.macro kept first, second, at
  .cfi_rel_offset \first, \at
  .cfi_rel_offset \second, \at + 8
.endm
.macro take first, second, at
  ldp \first, \second, [sp, #\at]
  .cfi_restore \first
  .cfi_restore \second
.endm
.macro unchanged first, second, at
  .cfi_restore \first
  .cfi_restore \second
.endm
.macro others what
  \what x19, x20, 16
  \what x21, x22, 32
  \what x23, x24, 48
  \what x25, x26, 64
  \what x27, x28, 80
  \what d8, d9, 96
  \what d10, d11, 112
  \what d12, d13, 128
  \what d14, d15, 144
.endm

// 160 bytes, x29 and x30 at their beginning.
.macro save
  stp x29, x30, [sp, #-160]!
  .cfi_adjust_cfa_offset 160
  kept x29, x30, 0
  others keep
.endm
.macro restore
  others take
  return
.endm
.macro return
  ldp x29, x30, [sp], #160
  .cfi_restore x29
  .cfi_restore x30
  .cfi_def_cfa_offset 0
  VERIFY
  ret
.endm
// What save does to unwind tables, with `more` bytes below.
.macro saved more
  SIGNED
  .cfi_def_cfa sp, 160
  kept x29, x30, 0
  others kept
  .cfi_def_cfa_offset 160 + \more
.endm

// Pops from the shadow stack through a return address that is `first` or `second`. Leaves x0 and x1 alone.
.macro popshadow first, second
  mov x16, #1
  hint #40 // chkfeat x16: 0 if there is a shadow stack
  cbnz x16, 2f
  adr x9, \first
  adr x11, \second
1:
  sysl x10, #3, c7, c7, #1 // gcspopm
  cmp x10, x9
  ccmp x10, x11, #4, ne
  b.ne 1b
2:
.endm

  .text
#ifdef SINTER_LIBRARY
  .globl sinterHostEnter
  .hidden sinterHostEnter
  .type sinterHostEnter, %function
  .p2align 2
sinterHostEnter: // (entry, code, instance, integers, floats)
  .cfi_startproc
  PAD_OR_SIGN
  save
  mov x9, sp
  str x9, [x0]
  mov x9, x1
  mov x10, x3
  mov x0, x2
  ldp d0, d1, [x4]
  ldp d2, d3, [x4, #16]
  ldp d4, d5, [x4, #32]
  ldp d6, d7, [x4, #48]
  ldp x1, x2, [x10]
  ldp x3, x4, [x10, #16]
  ldr x5, [x10, #32]
  blr x9
.Lreturn:
  restore
  .cfi_endproc
  .size sinterHostEnter, . - sinterHostEnter

// An entry whose stack pointer is its own place has the registers behind it.
  .globl sinter_call_enter
  .type sinter_call_enter, %function
  .p2align 2
sinter_call_enter: // (call, arguments...)
  .cfi_startproc
  PAD
  ldr x9, [x0]
  adrp x10, :gottprel:sinterThread
  ldr x10, [x10, :gottprel_lo12:sinterThread]
  mrs x11, tpidr_el0
  add x10, x10, x11
  ldp x11, x12, [x10, #16]
  ldr x13, [x9]
  cmp x11, x9           // the store that ran here last,
  ccmp x13, x12, #0, eq // with this thread's limit, and not interrupted,
  b.ne sinterHostCallSlow
  ldr x11, [x10, #8]
  mov x12, sp
  cmp x12, x11 // on its stack
  b.hi sinterHostCallSlow
  SIGN
  save
  mov x19, x9
  ldr x9, [x19, #56]
  stp x9, xzr, [sp, #-16]!
  .cfi_adjust_cfa_offset 16
  sub x9, sp, #16
  stp x9, xzr, [sp, #-16]!
  .cfi_adjust_cfa_offset 16
  str x9, [x19, #56]
  ldr x16, [x0, #8]
  ldr x0, [x0, #16]
  blr x16
.Lcalled: // with the others as they were
  others unchanged
  .cfi_rel_offset x19, 48
  ldr x9, [sp, #16]
  str x9, [x19, #56]
  ldr x19, [sp, #48]
  .cfi_restore x19
  add sp, sp, #32
  .cfi_adjust_cfa_offset -32
  mov x1, #0
  return
.Ltrapped: // the entry is at the stack pointer
  saved 32
  mov x0, sp
  bl sinterHostFinish
  mov x1, x0
  mov x0, #0
  add sp, sp, #32
  .cfi_adjust_cfa_offset -32
  restore
  .cfi_endproc
  .size sinter_call_enter, . - sinter_call_enter
  .globl sinterHostEnterEnd
  .hidden sinterHostEnterEnd
sinterHostEnterEnd:

  .globl sinterHostLeave
  .hidden sinterHostLeave
  .type sinterHostLeave, %function
  .p2align 2
sinterHostLeave: // (entry)
  PAD
  popshadow .Lreturn, .Lcalled
  ldr x9, [x0]
  mov sp, x9
  cmp x9, x0
  b.eq .Ltrapped
  mov x0, #0
  b .Lreturn
  .size sinterHostLeave, . - sinterHostLeave

#else
  .globl sinterStandaloneEnter
  .hidden sinterStandaloneEnter
  .type sinterStandaloneEnter, %function
  .p2align 2
sinterStandaloneEnter: // (function, arguments...)
  .cfi_startproc
  PAD_OR_SIGN
  save
  ldr x16, [x0]
  ldr x0, [x0, #16]
  ldr x19, [x0]
  ldp x9, x10, [x19, #-16]
  str x9, [sp, #-16]!
  .cfi_adjust_cfa_offset 16
  cbnz x9, 1f // A call from within a host function continues on the stack of the first.
  mov x9, sp
  subs x9, x9, x10
  csinc x9, x9, xzr, hi
  str x9, [x19]
1:
  mov x9, sp
  str x9, [x19, #-16]
  blr x16
.Lcalled: // with the others as they were
  others unchanged
  .cfi_rel_offset x19, 32
  ldr x9, [sp], #16
  .cfi_adjust_cfa_offset -16
  str x9, [x19, #-16]
  ldr x19, [sp, #16]
  .cfi_restore x19
  mov x1, #0
  return
  .cfi_endproc
  .size sinterStandaloneEnter, . - sinterStandaloneEnter

  .globl sinterStandaloneLeave
  .hidden sinterStandaloneLeave
  .type sinterStandaloneLeave, %function
  .p2align 2
sinterStandaloneLeave: // (context, code)
  .cfi_startproc
  PAD
  popshadow .Lcalled, .Lcalled
  ldr x9, [x0, #-16]
  mov sp, x9
  saved 16
  ldr x9, [sp], #16
  .cfi_adjust_cfa_offset -16
  str x9, [x0, #-16]
  mov x0, #0
  restore
  .cfi_endproc
  .size sinterStandaloneLeave, . - sinterStandaloneLeave
#endif

  .section .note.GNU-stack, "", %progbits
#ifdef __ARM_FEATURE_BTI_DEFAULT
  .section .note.gnu.property, "a", %note // BTI, PAC, GCS
  .p2align 3
  .word 4, 16, 5
  .asciz "GNU"
  .word 0xc0000000, 4, 7, 0
#endif
