;; Zeros of 64 bits counted in two halves become one count, where a zero gives what it gave.
;; RUN: %sinter -O2 -S -emit-llvm %s -o - | FileCheck %s
(module
  ;; CHECK-LABEL: @wasm.0.trailing(
  ;; CHECK: @llvm.cttz.i64(i64 %{{.*}}, i1 false)
  ;; CHECK-NOT: select
  (func (export "trailing") (param i64) (result i32)
    (select
      (i32.ctz (i32.wrap_i64 (local.get 0)))
      (i32.add (i32.const 32) (i32.ctz (i32.wrap_i64 (i64.shr_u (local.get 0) (i64.const 32)))))
      (i32.wrap_i64 (local.get 0))))
  ;; CHECK-LABEL: @wasm.1.leading(
  ;; CHECK: @llvm.ctlz.i64(i64 %{{.*}}, i1 false)
  ;; CHECK-NOT: select
  (func (export "leading") (param i64) (result i32)
    (select
      (i32.add (i32.const 32) (i32.clz (i32.wrap_i64 (local.get 0))))
      (i32.clz (i32.wrap_i64 (i64.shr_u (local.get 0) (i64.const 32))))
      (i32.eqz (i32.wrap_i64 (i64.shr_u (local.get 0) (i64.const 32))))))
  ;; 0 for a zero, where the wide count gives 64.
  ;; CHECK-LABEL: @wasm.2.zero(
  ;; CHECK: %[[COUNT:.*]] = call{{.*}} i64 @llvm.cttz.i64(i64 %{{.*}}, i1 false)
  ;; CHECK-NEXT: and i64 %[[COUNT]], 63
  ;; CHECK-NOT: select
  (func $zero (export "zero") (param i64) (result i32)
    (select
      (i32.ctz (i32.wrap_i64 (local.get 0)))
      (i32.xor (i32.const 32) (i32.ctz (i32.wrap_i64 (i64.shr_u (local.get 0) (i64.const 32)))))
      (i32.wrap_i64 (local.get 0))))
  ;; CHECK-LABEL: @wasm.3.tested(
  ;; CHECK: @llvm.cttz.i64(i64 %{{.*}}, i1 true)
  (func (export "tested") (param i64) (result i32)
    (if (result i32) (i64.eqz (local.get 0))
      (then (i32.const 7)) (else (call $zero (local.get 0))))))
