;; A table of an instance that nobody else sees and nothing writes to is called through by the index alone.
;; RUN: %sinter -O0 -S -emit-llvm %s -o - | FileCheck %s
(module
  (type $range (func (param i64) (result i64)))
  (type $one (func (param i32) (result i32)))
  (table $known 7 funcref)
  (table $exported (export "table") 7 funcref)
  (table $written 7 funcref)
  (elem (table $known) (i32.const 1) func $r $r2 $o)
  (elem (table $exported) (i32.const 1) func $r $r2 $o)
  (elem (table $written) (i32.const 1) func $r $r2 $o)
  (func $r (param i64) (result i64) (local.get 0))
  (func $r2 (param i64) (result i64) (i64.const 2))
  (func $o (param i32) (result i32) (local.get 0))
  (func (export "range") (param i32) (result i64)
    ;; CHECK-LABEL: define {{.*}}.range(
    ;; CHECK: [[AT:%.*]] = sub i32 {{.*}}, 1
    ;; CHECK-NEXT: icmp ule i32 [[AT]], 1
    ;; CHECK: mismatch:
    ;; CHECK: icmp uge i64 {{.*}}, 7
    ;; CHECK: call:
    ;; CHECK-NOT: br
    ;; CHECK: call i64 %{{[0-9]+}}(ptr %0,
    (call_indirect $known (type $range) (i64.const 7) (local.get 0)))
  (func (export "one") (param i32) (result i32)
    ;; CHECK-LABEL: define {{.*}}.one(
    ;; CHECK: call i64 @wasm.2.o(ptr %0,
    (call_indirect $known (type $one) (i32.const 7) (local.get 0)))
  ;; CHECK-LABEL: define {{.*}}.others(
  ;; CHECK: load ptr, {{.*}}@wasm.typeids
  ;; CHECK: load ptr, {{.*}}@wasm.typeids
  (func (export "others") (param i32) (result i32)
    (table.set $written (i32.const 0) (ref.null func))
    (i32.add (call_indirect $exported (type $one) (i32.const 7) (local.get 0))
             (call_indirect $written (type $one) (i32.const 7) (local.get 0)))))
