;; A load in guard mode is volatile, since its fault is the trap; a store need not be where nobody can look afterwards.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s --check-prefixes=CHECK,RELAXED
;; RUN: %sinter -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefixes=CHECK,EXACT
;; RUN: %sinter -O0 -S -emit-llvm --trap-state=relaxed %s -o - | FileCheck %s --check-prefixes=CHECK,RELAXED
(module
  (memory 1)
  (func (export "f") (param i32)
    ;; CHECK-LABEL: define {{.*}}wasm.0.f
    ;; CHECK: load volatile i32
    ;; EXACT: store volatile i32 {{.*}} align 1
    ;; RELAXED: store i32 {{.*}} align 1
    (i32.store (local.get 0) (i32.load (local.get 0)))))
