;; Relaxed instructions are the machine's own; multiplication and addition are one where the CPU has that.
;; RUN: %sinter -O2 -S --form=instanced --target=x86_64-linux -mcpu=x86-64-v2 %s -o - | FileCheck --check-prefixes=CHECK,V2 %s
;; RUN: %sinter -O2 -S --form=instanced --target=x86_64-linux -mcpu=x86-64-v3 %s -o - | FileCheck --check-prefixes=CHECK,V3 %s
(module
  ;; CHECK-LABEL: wasm.0.swizzle:
  ;; CHECK-NOT: paddusb
  ;; CHECK: pshufb
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.relaxed_swizzle (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.1.truncate:
  ;; CHECK-NOT: cmp
  ;; CHECK: cvttps2dq
  (func (export "truncate") (param v128) (result v128)
    (i32x4.relaxed_trunc_f32x4_s (local.get 0)))
  ;; CHECK-LABEL: wasm.2.madd:
  ;; V2: mulps
  ;; V2: addps
  ;; V3: vfmadd
  (func (export "madd") (param v128 v128 v128) (result v128)
    (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: wasm.3.nmadd:
  ;; V2: mulpd
  ;; V2: subpd
  ;; V3: vfnmadd
  (func (export "nmadd") (param v128 v128 v128) (result v128)
    (f64x2.relaxed_nmadd (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: wasm.4.select:
  ;; CHECK: pblendvb
  (func (export "select") (param v128 v128 v128) (result v128)
    (i16x8.relaxed_laneselect (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: wasm.5.max:
  ;; CHECK: maxps
  ;; CHECK-NEXT: movups
  (func (export "max") (param v128 v128) (result v128)
    (f32x4.relaxed_max (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.6.q15:
  ;; CHECK: pmulhrsw
  ;; CHECK-NEXT: movdqu
  (func (export "q15") (param v128 v128) (result v128)
    (i16x8.relaxed_q15mulr_s (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.7.dot:
  ;; CHECK: pmaddubsw
  ;; CHECK: pmaddwd
  ;; CHECK: paddd
  (func (export "dot") (param v128 v128 v128) (result v128)
    (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get 0) (local.get 1) (local.get 2))))
