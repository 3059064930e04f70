//===-- aarch64.S - Entering and leaving wasm code from a host on AArch64 ---===//
//
// As x86_64.S. Callees save x19 to x30 and the low halves of v8 to v15 (AAPCS64).
//
// Hardened, return addresses are signed (x30 here, with the stack pointer at both ends).
//
//===----------------------------------------------------------------------===//

#ifdef __ARM_FEATURE_PAC_DEFAULT
#define SIGN hint #25; .cfi_negate_ra_state
#define VERIFY hint #29; .cfi_negate_ra_state
#else
#define SIGN hint #34 // bti c; none to CPUs without
#define VERIFY
#endif

  .text
  .globl sinterHostEnter
  .hidden sinterHostEnter
  .type sinterHostEnter, %function
  .p2align 2
sinterHostEnter: // (entry, code, instance, integers, floats)
  .cfi_startproc
  SIGN
  stp x29, x30, [sp, #-160]!
  .cfi_def_cfa_offset 160
  .cfi_offset x29, -160
  .cfi_offset x30, -152
  mov x29, sp
  .cfi_def_cfa x29, 160
  stp x19, x20, [sp, #16]
  stp x21, x22, [sp, #32]
  stp x23, x24, [sp, #48]
  stp x25, x26, [sp, #64]
  stp x27, x28, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  .cfi_offset x19, -144
  .cfi_offset x20, -136
  .cfi_offset x21, -128
  .cfi_offset x22, -120
  .cfi_offset x23, -112
  .cfi_offset x24, -104
  .cfi_offset x25, -96
  .cfi_offset x26, -88
  .cfi_offset x27, -80
  .cfi_offset x28, -72
  .cfi_offset b8, -64
  .cfi_offset b9, -56
  .cfi_offset b10, -48
  .cfi_offset b11, -40
  .cfi_offset b12, -32
  .cfi_offset b13, -24
  .cfi_offset b14, -16
  .cfi_offset b15, -8
  str x29, [x0]
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
  ldp x19, x20, [sp, #16]
  ldp x21, x22, [sp, #32]
  ldp x23, x24, [sp, #48]
  ldp x25, x26, [sp, #64]
  ldp x27, x28, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  ldp x29, x30, [sp], #160
  .cfi_def_cfa sp, 0
  .cfi_restore x29
  .cfi_restore x30
  VERIFY
  ret
  .cfi_endproc
  .size sinterHostEnter, . - sinterHostEnter
  .globl sinterHostEnterEnd
  .hidden sinterHostEnterEnd
sinterHostEnterEnd:

  .globl sinterHostLeave
  .hidden sinterHostLeave
  .type sinterHostLeave, %function
  .p2align 2
sinterHostLeave: // (entry)
  hint #34 // bti c
  mov x16, #1
  hint #40 // chkfeat x16: 0 if there is a shadow stack
  cbnz x16, 2f
  adr x9, .Lreturn
1:
  sysl x10, #3, c7, c7, #1 // gcspopm
  cmp x10, x9
  b.ne 1b
2:
  ldr x29, [x0]
  mov sp, x29
  mov x0, #0
  b .Lreturn
  .size sinterHostLeave, . - sinterHostLeave

  .section .note.GNU-stack, "", %progbits
#ifdef __ARM_FEATURE_BTI_DEFAULT
  .section .note.gnu.property, "a", %note // BTI, PAC, GCS
  .p2align 3
  .word 4, 16, 5
  .asciz "GNU"
  .word 0xc0000000, 4, 7, 0
#endif
