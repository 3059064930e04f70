//===-- riscv64.S - Entering and leaving wasm code from a host on RISC-V ----===//
//
// As x86_64.S. Callees save ra, s0 to s11 and fs0 to fs11 (psABI, lp64d).
//
//===----------------------------------------------------------------------===//

  .text
  .globl sinterHostEnter
  .hidden sinterHostEnter
  .type sinterHostEnter, @function
  .p2align 2
sinterHostEnter: // (entry, code, instance, integers, floats)
  .cfi_startproc
  addi sp, sp, -208
  .cfi_def_cfa_offset 208
  sd ra, 200(sp)
  sd s0, 192(sp)
  .cfi_offset ra, -8
  .cfi_offset s0, -16
  addi s0, sp, 208
  .cfi_def_cfa s0, 0
  sd s1, 184(sp)
  sd s2, 176(sp)
  sd s3, 168(sp)
  sd s4, 160(sp)
  sd s5, 152(sp)
  sd s6, 144(sp)
  sd s7, 136(sp)
  sd s8, 128(sp)
  sd s9, 120(sp)
  sd s10, 112(sp)
  sd s11, 104(sp)
  fsd fs0, 96(sp)
  fsd fs1, 88(sp)
  fsd fs2, 80(sp)
  fsd fs3, 72(sp)
  fsd fs4, 64(sp)
  fsd fs5, 56(sp)
  fsd fs6, 48(sp)
  fsd fs7, 40(sp)
  fsd fs8, 32(sp)
  fsd fs9, 24(sp)
  fsd fs10, 16(sp)
  fsd fs11, 8(sp)
  .cfi_offset s1, -24
  .cfi_offset s2, -32
  .cfi_offset s3, -40
  .cfi_offset s4, -48
  .cfi_offset s5, -56
  .cfi_offset s6, -64
  .cfi_offset s7, -72
  .cfi_offset s8, -80
  .cfi_offset s9, -88
  .cfi_offset s10, -96
  .cfi_offset s11, -104
  .cfi_offset fs0, -112
  .cfi_offset fs1, -120
  .cfi_offset fs2, -128
  .cfi_offset fs3, -136
  .cfi_offset fs4, -144
  .cfi_offset fs5, -152
  .cfi_offset fs6, -160
  .cfi_offset fs7, -168
  .cfi_offset fs8, -176
  .cfi_offset fs9, -184
  .cfi_offset fs10, -192
  .cfi_offset fs11, -200
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
  ld s1, 184(sp)
  ld s2, 176(sp)
  ld s3, 168(sp)
  ld s4, 160(sp)
  ld s5, 152(sp)
  ld s6, 144(sp)
  ld s7, 136(sp)
  ld s8, 128(sp)
  ld s9, 120(sp)
  ld s10, 112(sp)
  ld s11, 104(sp)
  fld fs0, 96(sp)
  fld fs1, 88(sp)
  fld fs2, 80(sp)
  fld fs3, 72(sp)
  fld fs4, 64(sp)
  fld fs5, 56(sp)
  fld fs6, 48(sp)
  fld fs7, 40(sp)
  fld fs8, 32(sp)
  fld fs9, 24(sp)
  fld fs10, 16(sp)
  fld fs11, 8(sp)
  ld ra, 200(sp)
  ld s0, 192(sp)
  addi sp, sp, 208
  .cfi_def_cfa sp, 0
  .cfi_restore ra
  .cfi_restore s0
  ret
  .cfi_endproc
  .size sinterHostEnter, . - sinterHostEnter
  .globl sinterHostEnterEnd
  .hidden sinterHostEnterEnd
sinterHostEnterEnd:

  .globl sinterHostLeave
  .hidden sinterHostLeave
  .type sinterHostLeave, @function
  .p2align 2
sinterHostLeave: // (entry)
  ld sp, 0(a0)
  addi s0, sp, 208
  li a0, 0
  j .Lreturn
  .size sinterHostLeave, . - sinterHostLeave

  .section .note.GNU-stack, "", @progbits
