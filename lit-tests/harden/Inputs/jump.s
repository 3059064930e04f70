// A function that jumps to where there is no pad; its note says otherwise.
  .text
  .globl env__jump
  .type env__jump, %function
env__jump:
  adr x9, 1f
  br x9
  nop
1:
  ret
  .size env__jump, . - env__jump
  .section .note.gnu.property, "a", %note
  .p2align 3
  .word 4, 16, 5
  .asciz "GNU"
  .word 0xc0000000, 4, 7, 0
