;; A table that is only called through is an array of inline {type, code}: two loads from one place.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (table 2 funcref) (elem (i32.const 0) $a)
  ;; CHECK: @wasm.elements.0 = internal constant [2 x [2 x ptr]] {{.*}}ptr @"sinter.type.[i32][i32]", ptr @wasm.0.a
  (func $a (param i32) (result i32) (local.get 0))
  (func (export "f") (param i32) (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.1.f
    ;; CHECK: icmp uge i64 {{.*}}, 2
    ;; CHECK: getelementptr nuw [2 x ptr], ptr @wasm.elements.0
    (call_indirect (param i32) (result i32) (i32.const 7) (local.get 0))))
