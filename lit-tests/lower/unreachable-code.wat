;; Code that cannot be reached is typed, and makes no IR.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (func (export "f") (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.0.f
    ;; CHECK-NOT: mul
    (return (i32.const 1))
    (i32.mul (i32.const 2))
    (block (br 0) (drop (i32.mul)))))
