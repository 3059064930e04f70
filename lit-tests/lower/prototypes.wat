;; What can be reached from elsewhere has the uniform prototype, the rest one of its own.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s --check-prefix=STATIC
;; RUN: %sinter -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=INSTANCED
(module
  ;; STATIC: define internal { i32, double } @wasm.0.own(i32 %0, double %1)
  ;; INSTANCED: define internal { i32, double } @wasm.0.own(ptr {{.*}}, i32 %1, double %2)
  (func $own (param i32 f64) (result i32 f64) (local.get 0) (local.get 1))
  ;; STATIC: define internal i64 @wasm.1.exported(ptr %0, i64 %1, i64 %2, i64 %3, i64 %4, i64 %5, double %6, double %7, double %8, double %9, double %10, double %11, double %12, double %13)
  (func (export "exported") (param i32) (result i32)
    (drop (call $own (local.get 0) (f64.const 1)))))
