;; The 128-bit instructions become the machine's carry chain and wide multiplication.
;; RUN: %sinter --target=x86_64-linux -O2 -S --features=wide-arithmetic %s -o - | FileCheck %s
(module
  (func (export "add") (param i64 i64 i64 i64) (result i64 i64)
    ;; CHECK-LABEL: wasm.0.add:
    ;; CHECK: addq
    ;; CHECK-NEXT: adcq
    (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "sub") (param i64 i64 i64 i64) (result i64 i64)
    ;; CHECK-LABEL: wasm.1.sub:
    ;; CHECK: subq
    ;; CHECK-NEXT: sbbq
    (i64.sub128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "signed") (param i64 i64) (result i64 i64)
    ;; CHECK-LABEL: wasm.2.signed:
    ;; CHECK: imulq
    (i64.mul_wide_s (local.get 0) (local.get 1)))
  (func (export "unsigned") (param i64 i64) (result i64 i64)
    ;; CHECK-LABEL: wasm.3.unsigned:
    ;; CHECK: mulq
    (i64.mul_wide_u (local.get 0) (local.get 1))))
