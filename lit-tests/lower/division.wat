;; Division checks for zero and overflow; the remainder of -1 is 0 without a trap.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (func (export "div") (param i32 i32) (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.0.div
    ;; CHECK: icmp eq i32 {{.*}}, 0
    ;; CHECK: icmp eq i32 {{.*}}, -2147483648
    ;; CHECK: icmp eq i32 {{.*}}, -1
    ;; CHECK: call void @__sinter_trap(i32 7)
    ;; CHECK: sdiv i32
    ;; CHECK: call void @__sinter_trap(i32 8)
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "rem") (param i32 i32) (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.1.rem
    ;; CHECK: select i1 {{.*}}, i32 1, i32
    ;; CHECK: srem i32
    ;; CHECK-NOT: call void @__sinter_trap(i32 8)
    (i32.rem_s (local.get 0) (local.get 1))))
