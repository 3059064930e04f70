;; A global that nothing writes is its value, even if it is declared mutable; its initialiser is evaluated.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (global $a i32 (i32.const 40))
  (global $b (mut i32) (i32.add (global.get $a) (i32.const 2)))
  (func (export "f") (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.0.f
    ;; CHECK-NOT: load
    ;; CHECK: phi i32 [ 42,
    (global.get $b)))
