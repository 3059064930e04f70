;; A straight piece of code, calls included, is paid where it begins; loops, and functions that call something, look.
;; RUN: %sinter --target=x86_64-linux --fuel -emit-llvm -O0 %s -o - | FileCheck %s
(module
  ;; CHECK-LABEL: define {{.*}}wasm.0.leaf
  ;; CHECK: sub i64 {{.*}}, 3
  ;; CHECK-NOT: icmp slt
  ;; CHECK: ret
  (func $leaf (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  ;; CHECK-LABEL: define {{.*}}wasm.1.calls
  ;; CHECK: [[LEFT:%.*]] = sub i64 {{.*}}, 5
  ;; CHECK: store i64 [[LEFT]]
  ;; CHECK: icmp slt i64 [[LEFT]], 0
  ;; CHECK: call {{.*}}leaf
  ;; CHECK-NOT: sub i64
  ;; CHECK: call {{.*}}leaf
  ;; CHECK-NOT: sub i64
  ;; CHECK: ret
  (func $calls (export "calls") (param i32) (result i32)
    (drop (call $leaf (local.get 0))) (call $leaf (i32.const 2)))
  ;; The turn of a loop costs 1 by itself.
  ;; CHECK-LABEL: define {{.*}}wasm.2.loops
  ;; CHECK: sub i64 {{.*}}, 0
  ;; CHECK: icmp slt
  ;; CHECK: sub i64 {{.*}}, 3
  ;; CHECK: icmp slt
  ;; CHECK: sub i64 {{.*}}, 1
  ;; CHECK-NOT: icmp slt
  ;; CHECK: ret
  (func $loops (export "loops") (param i32) (result i32)
    (loop $l (br_if $l (local.get 0))) (i32.const 0)))
