;; The sixth integer and the second result travel through the argument area.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (func (export "f") (param i64 i64 i64 i64 i64 i64 f32) (result i64 f32)
    ;; CHECK-LABEL: define {{.*}}wasm.0.f
    ;; CHECK: load i64, ptr @__sinter_arguments, align 8
    ;; CHECK: bitcast double %6 to <2 x float>
    ;; CHECK: store i64 {{.*}}, ptr @__sinter_arguments, align 8
    (local.get 5) (local.get 6)))
