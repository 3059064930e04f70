;; Both sides of a tail call have the uniform prototype, and the call is a musttail, at every level.
;; RUN: %sinter -O0 -S -emit-llvm --form=static --trap-unknown-imports %s -o - | FileCheck %s
;; RUN: %sinter -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=INSTANCE
(module
  (type $t (func (result i32)))
  (import "host" "f" (func $import (result i32)))
  (table 2 funcref)
  ;; CHECK-LABEL: define internal i64 @wasm.1.callee(ptr
  (func $callee (param f64) (result i32) (i32.const 3))
  ;; CHECK-LABEL: define internal i32 @wasm.2.plain(i32
  (func $plain (param i32) (result i32) (local.get 0))
  ;; CHECK-LABEL: define internal i64 @wasm.3.caller(ptr {{.*}}, i64 {{.*}}, double
  ;; CHECK: musttail call i64 @wasm.1.callee(
  ;; CHECK-NEXT: ret i64
  (func $caller (result i32) (return_call $callee (f64.const 1)))
  ;; CHECK-LABEL: define internal i64 @wasm.4.indirect(ptr
  ;; CHECK: musttail call i64 %
  ;; CHECK-NEXT: ret i64
  (func $indirect (result i32) (return_call_indirect (type $t) (i32.const 0)))
  ;; INSTANCE-LABEL: define internal i64 @wasm.5.foreign(ptr
  ;; INSTANCE: musttail call i64 %
  (func $foreign (result i32) (return_call $import))
  (func (export "_start")
    (drop (call $plain (call $caller))) (drop (call $indirect)) (drop (call $foreign))))
