;; A table that is only called through is an array of code and one of types. Where elements of one
;; type stand close together the index alone tells whether a call is right.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (type $one (func (param i32) (result i32)))
  (type $range (func (param i64) (result i64)))
  (type $near (func (param f32) (result f32)))
  (type $far (func (param f64) (result f64)))
  (table 200 funcref)
  (elem (i32.const 1) $o $r $r $n $r2 $n)
  (elem (i32.const 100) $f) (elem (i32.const 199) $f)
  ;; CHECK: @wasm.elementtypes.0 = internal constant [200 x ptr] [ptr null, ptr @"sinter.type.[i32][i32]",
  ;; CHECK: @wasm.elements.0 = internal constant [200 x ptr] [ptr null, ptr @wasm.0.o, ptr @wasm.1.r,
  (func $o (param i32) (result i32) (local.get 0))
  (func $r (param i64) (result i64) (local.get 0))
  (func $n (param f32) (result f32) (local.get 0))
  (func $r2 (result i32) (i32.const 1))
  (func $f (param f64) (result f64) (local.get 0))
  ;; One function: it is called by name. A wrong index is told apart later.
  (func (export "one") (param i32) (result i32)
    ;; CHECK-LABEL: define {{.*}}.one(
    ;; CHECK: [[AT:%.*]] = sub i32 {{.*}}, 1
    ;; CHECK: icmp ule i32 [[AT]], 0
    ;; CHECK: mismatch:
    ;; CHECK-NEXT: icmp uge i64 {{.*}}, 200
    ;; CHECK: call:
    ;; CHECK-NEXT: call i64 @wasm.0.o
    (call_indirect (type $one) (i32.const 7) (local.get 0)))
  (func (export "range") (param i32) (result i64)
    ;; CHECK-LABEL: define {{.*}}.range(
    ;; CHECK: [[AT:%.*]] = sub i32 {{.*}}, 2
    ;; CHECK: icmp ule i32 [[AT]], 1
    ;; CHECK: call:
    ;; CHECK-NEXT: getelementptr nuw ptr, ptr @wasm.elements.0
    (call_indirect (type $range) (i64.const 7) (local.get 0)))
  (func (export "near") (param i32) (result f32)
    ;; CHECK-LABEL: define {{.*}}.near(
    ;; CHECK: icmp ule i32 {{.*}}, 2
    ;; CHECK: among:
    ;; CHECK: lshr i64 5,
    (call_indirect (type $near) (f32.const 7) (local.get 0)))
  (func (export "far") (param i32) (result f64)
    ;; CHECK-LABEL: define {{.*}}.far(
    ;; CHECK: icmp uge i64 {{.*}}, 200
    ;; CHECK: getelementptr nuw ptr, ptr @wasm.elementtypes.0
    ;; CHECK: icmp eq ptr {{.*}}, @"sinter.type.[f64][f64]"
    (call_indirect (type $far) (f64.const 7) (local.get 0))))
