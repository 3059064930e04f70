//===-- riscv64.S - Entering and leaving wasm code from a host on RISC-V ----===//
//
// As x86_64.S. Callees save ra, s0 to s11 and fs0 to fs11 (psABI, lp64d).
//
//===----------------------------------------------------------------------===//

.macro keep register, at
  sd \register, \at(sp)
  .cfi_rel_offset \register, \at
.endm
.macro fkeep register, at
  fsd \register, \at(sp)
  .cfi_rel_offset \register, \at
.endm
.macro kept register, at
  .cfi_rel_offset \register, \at
.endm
.macro take register, at
  ld \register, \at(sp)
  .cfi_restore \register
.endm
.macro ftake register, at
  fld \register, \at(sp)
  .cfi_restore \register
.endm
.macro unchanged register, at
  .cfi_restore \register
.endm
.macro all what, fwhat
  \what ra, 200
  \what s0, 192
  \what s1, 184
  \what s2, 176
  \what s3, 168
  \what s4, 160
  \what s5, 152
  \what s6, 144
  \what s7, 136
  \what s8, 128
  \what s9, 120
  \what s10, 112
  \what s11, 104
  \fwhat fs0, 96
  \fwhat fs1, 88
  \fwhat fs2, 80
  \fwhat fs3, 72
  \fwhat fs4, 64
  \fwhat fs5, 56
  \fwhat fs6, 48
  \fwhat fs7, 40
  \fwhat fs8, 32
  \fwhat fs9, 24
  \fwhat fs10, 16
  \fwhat fs11, 8
.endm

// 208 bytes, of which the first eight are free.
.macro save
  addi sp, sp, -208
  .cfi_adjust_cfa_offset 208
  all keep, fkeep
.endm
.macro restore
  all take, ftake
  return
.endm
.macro return
  addi sp, sp, 208
  .cfi_def_cfa_offset 0
  ret
.endm
// What save does to unwind tables, with `more` bytes below.
.macro saved more
  .cfi_def_cfa sp, 208
  all kept, kept
  .cfi_def_cfa_offset 208 + \more
.endm

  .text
#ifdef SINTER_LIBRARY
  .globl sinterHostEnter
  .hidden sinterHostEnter
  .type sinterHostEnter, @function
  .p2align 2
sinterHostEnter: // (entry, code, instance, integers, floats)
  .cfi_startproc
  save
  sd sp, 0(a0)
  mv t0, a1
  mv t1, a3
  mv a0, a2
  fld fa0, 0(a4)
  fld fa1, 8(a4)
  fld fa2, 16(a4)
  fld fa3, 24(a4)
  fld fa4, 32(a4)
  fld fa5, 40(a4)
  fld fa6, 48(a4)
  fld fa7, 56(a4)
  ld a1, 0(t1)
  ld a2, 8(t1)
  ld a3, 16(t1)
  ld a4, 24(t1)
  ld a5, 32(t1)
  jalr t0
.Lreturn:
  restore
  .cfi_endproc
  .size sinterHostEnter, . - sinterHostEnter

// An entry whose stack pointer is its own place has the registers behind it.
  .globl sinter_call_enter
  .type sinter_call_enter, @function
  .p2align 2
sinter_call_enter: // (call, arguments...)
  .cfi_startproc
  ld t0, 0(a0)
  la.tls.ie t1, sinterThread
  add t1, t1, tp
  ld t2, 16(t1)
  bne t2, t0, .Lslow // the store that ran here last,
  ld t2, 24(t1)
  ld t3, 0(t0)
  bne t2, t3, .Lslow // with this thread's limit, and not interrupted,
  ld t2, 8(t1)
  bltu t2, sp, .Lslow // on its stack
  save
  mv s1, t0
  ld t0, 56(s1)
  addi sp, sp, -32
  .cfi_adjust_cfa_offset 32
  sd sp, 0(sp)
  sd zero, 8(sp)
  sd t0, 16(sp)
  sd sp, 56(s1)
  ld t0, 8(a0)
  ld a0, 16(a0)
  jalr t0
.Lcalled: // with the others as they were
  all unchanged, unchanged
  .cfi_rel_offset s1, 184 + 32
  .cfi_rel_offset ra, 200 + 32
  ld t0, 16(sp)
  sd t0, 56(s1)
  addi sp, sp, 32
  .cfi_adjust_cfa_offset -32
  take s1, 184
  take ra, 200
  li a1, 0
  return
.Lslow:
  tail sinterHostCallSlow
.Ltrapped: // the entry is at the stack pointer
  saved 32
  mv a0, sp
  call sinterHostFinish
  mv a1, a0
  li a0, 0
  addi sp, sp, 32
  .cfi_adjust_cfa_offset -32
  restore
  .cfi_endproc
  .size sinter_call_enter, . - sinter_call_enter
  .globl sinterHostEnterEnd
  .hidden sinterHostEnterEnd
sinterHostEnterEnd:

  .globl sinterHostLeave
  .hidden sinterHostLeave
  .type sinterHostLeave, @function
  .p2align 2
sinterHostLeave: // (entry)
  ld sp, 0(a0)
  beq sp, a0, .Ltrapped
  li a0, 0
  j .Lreturn
  .size sinterHostLeave, . - sinterHostLeave

#else
  .globl sinterStandaloneEnter
  .hidden sinterStandaloneEnter
  .type sinterStandaloneEnter, @function
  .p2align 2
sinterStandaloneEnter: // (function, arguments...)
  .cfi_startproc
  save
  ld t0, 0(a0)
  ld a0, 16(a0)
  ld s1, 0(a0)
  ld t1, -16(s1)
  sd t1, 0(sp)
  bnez t1, 1f // A call from within a host function continues on the stack of the first.
  ld t2, -8(s1)
  li t1, 1
  bgeu t2, sp, 2f
  sub t1, sp, t2
2:
  sd t1, 0(s1)
1:
  sd sp, -16(s1)
  jalr t0
.Lcalled: // with the others as they were
  all unchanged, unchanged
  .cfi_rel_offset s1, 184
  .cfi_rel_offset ra, 200
  ld t0, 0(sp)
  sd t0, -16(s1)
  take s1, 184
  take ra, 200
  li a1, 0
  return
  .cfi_endproc
  .size sinterStandaloneEnter, . - sinterStandaloneEnter

  .globl sinterStandaloneLeave
  .hidden sinterStandaloneLeave
  .type sinterStandaloneLeave, @function
  .p2align 2
sinterStandaloneLeave: // (context, code)
  .cfi_startproc
  ld sp, -16(a0)
  saved 0
  ld t0, 0(sp)
  sd t0, -16(a0)
  li a0, 0
  restore
  .cfi_endproc
  .size sinterStandaloneLeave, . - sinterStandaloneLeave
#endif

  .section .note.GNU-stack, "", @progbits
