;; Vector instructions in AArch64's own, where LLVM would not find them in plain IR.
;; RUN: %sinter -O2 -S --form=instanced --target=aarch64-linux %s -o - | FileCheck %s --check-prefixes=CHECK,PLAIN
;; RUN: %sinter -O2 -S --form=instanced --target=aarch64-linux -mattr=+dotprod %s -o - | FileCheck %s --check-prefixes=CHECK,DOT
(module
  ;; CHECK-LABEL: wasm.0.min:
  ;; CHECK: fmin v0.4s
  ;; CHECK-NEXT: str
  (func (export "min") (param v128 v128) (result v128) (f32x4.min (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.1.max:
  ;; CHECK: fmax v0.2d
  ;; CHECK-NEXT: str
  (func (export "max") (param v128 v128) (result v128)
    (f64x2.relaxed_max (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.2.q15:
  ;; CHECK: sqrdmulh v0.8h
  ;; CHECK-NEXT: str
  (func (export "q15") (param v128 v128) (result v128)
    (i16x8.q15mulr_sat_s (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.3.pairs:
  ;; CHECK: uaddlp v0.8h
  ;; CHECK-NEXT: str
  (func (export "pairs") (param v128) (result v128)
    (i16x8.extadd_pairwise_i8x16_u (local.get 0)))
  ;; CHECK-LABEL: wasm.4.truncate:
  ;; CHECK: fcvtzu v0.2d
  ;; CHECK-NEXT: uqxtn v0.2s
  ;; CHECK-NEXT: str
  (func (export "truncate") (param v128) (result v128)
    (i32x4.trunc_sat_f64x2_u_zero (local.get 0)))
  ;; CHECK-LABEL: wasm.5.product:
  ;; CHECK: rev64
  ;; CHECK: umlal
  (func (export "product") (param v128 v128) (result v128)
    (i64x2.mul (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.6.all:
  ;; CHECK: uminv b0
  (func (export "all") (param v128) (result i32) (i8x16.all_true (local.get 0)))
  ;; CHECK-LABEL: wasm.7.dot:
  ;; PLAIN: smull
  ;; PLAIN: smull
  ;; PLAIN: addp
  ;; PLAIN-NEXT: sadalp
  ;; DOT: sdot
  ;; CHECK-NEXT: str
  (func (export "dot") (param v128 v128 v128) (result v128)
    (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: wasm.8.scalar:
  ;; CHECK: fmin d0, d0, d1
  (func (export "scalar") (param f64 f64) (result f64) (f64.min (local.get 0) (local.get 1))))
