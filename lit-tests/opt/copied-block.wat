;; A block that several ways lead into, of which one decides its branch, is not copied for that way:
;; LLVM would multiply twice.
;; RUN: %sinter --target=x86_64-linux -S --form=static %s -o - | FileCheck %s
;; RUN: %sinter --target=x86_64-linux -S --form=static -mllvm=-jump-threading-threshold=6 %s -o - | FileCheck %s --check-prefix=LLVM
;; CHECK-LABEL: ._start:
;; CHECK-COUNT-1: imull
;; CHECK-NOT: imull
;; CHECK: .cfi_endproc
;; LLVM-LABEL: ._start:
;; LLVM-COUNT-2: imull
;; LLVM: .cfi_endproc
(module
  (memory 1)
  (func (export "_start") (local $x i32) (local $y i32)
    (local.set $x (i32.load (i32.const 100)))
    (local.set $y (i32.load (i32.const 104)))
    (if (i32.lt_u (local.get $x) (i32.const 10)) (then (i32.store (i32.const 0) (local.get $y)))
      (else (i32.store (i32.const 4) (memory.grow (i32.const 1)))))
    (local.set $y (i32.mul (local.get $y) (local.get $x)))
    (i32.store (i32.const 8) (local.get $y))
    (if (i32.lt_u (local.get $x) (i32.const 20)) (then (i32.store (i32.const 12) (memory.grow (local.get $y))))
      (else (i32.store (i32.const 16) (memory.grow (local.get $x)))))))
