;; Vector instructions in as few machine instructions as there are, on x86-64-v2.
;; RUN: %sinter -O2 -S --form=instanced --target=x86_64-linux -mcpu=x86-64-v2 %s -o - | FileCheck %s
;; RUN: %sinter -O2 -S --form=instanced --target=x86_64-linux -mcpu=x86-64-v2 %s -o - | FileCheck --check-prefix=ALONE %s
;; Not one of them calls anything or goes through lanes one by one.
;; ALONE-NOT: {{call|pextr|pinsr|cvttss2si|cvttsd2si}}
(module
  ;; CHECK-LABEL: wasm.0.swizzle:
  ;; CHECK: paddusb
  ;; CHECK-NEXT: pshufb
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.swizzle (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.1.bitmask:
  ;; CHECK: packsswb
  ;; CHECK-NEXT: pmovmskb
  (func (export "bitmask") (param v128) (result i32) (i16x8.bitmask (local.get 0)))
  ;; CHECK-LABEL: wasm.2.anytrue:
  ;; CHECK: ptest
  (func (export "anytrue") (param v128 v128) (result i32)
    (v128.any_true (i32x4.add (local.get 0) (local.get 1))))
  ;; CHECK-LABEL: wasm.3.alltrue:
  ;; CHECK: pcmpeqb
  ;; CHECK-NEXT: pmovmskb
  (func (export "alltrue") (param v128) (result i32) (i8x16.all_true (local.get 0)))
  ;; CHECK-LABEL: wasm.4.average:
  ;; CHECK: pavgb
  (func (export "average") (param v128 v128) (result v128)
    (i8x16.avgr_u (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.5.narrow:
  ;; CHECK: packusdw
  (func (export "narrow") (param v128 v128) (result v128)
    (i16x8.narrow_i32x4_u (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.6.dot:
  ;; CHECK: pmaddwd
  (func (export "dot") (param v128 v128) (result v128)
    (i32x4.dot_i16x8_s (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.7.q15:
  ;; CHECK: pmulhrsw
  ;; CHECK: pcmpeqw
  ;; CHECK-NEXT: pxor
  (func (export "q15") (param v128 v128) (result v128)
    (i16x8.q15mulr_sat_s (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.8.pairs:
  ;; CHECK: pmaddubsw
  (func (export "pairs") (param v128) (result v128)
    (i16x8.extadd_pairwise_i8x16_u (local.get 0)))
  ;; CHECK-LABEL: wasm.9.extend:
  ;; CHECK: pmuldq
  (func (export "extend") (param v128 v128) (result v128)
    (i64x2.extmul_high_i32x4_s (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.10.shift:
  ;; CHECK: psrlw
  ;; CHECK: pand
  ;; CHECK: pxor
  ;; CHECK-NEXT: psubb
  (func (export "shift") (param v128 i32) (result v128)
    (i8x16.shr_s (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.11.floor:
  ;; CHECK: roundps $9
  (func (export "floor") (param v128) (result v128) (f32x4.floor (local.get 0)))
  ;; CHECK-LABEL: wasm.12.nearest:
  ;; CHECK: roundpd $8
  (func (export "nearest") (param v128) (result v128) (f64x2.nearest (local.get 0)))
  ;; CHECK-LABEL: wasm.13.min:
  ;; CHECK: minps
  ;; CHECK: minps
  ;; CHECK-NEXT: orps
  ;; CHECK: blendvps
  (func (export "min") (param v128 v128) (result v128) (f32x4.min (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.14.pmin:
  ;; CHECK: minps
  ;; CHECK-NEXT: movups
  (func (export "pmin") (param v128 v128) (result v128) (f32x4.pmin (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.15.truncate:
  ;; CHECK: cmpordps
  ;; CHECK: cvttps2dq
  ;; CHECK: xorps
  (func (export "truncate") (param v128) (result v128)
    (i32x4.trunc_sat_f32x4_s (local.get 0)))
  ;; CHECK-LABEL: wasm.16.unsigned:
  ;; CHECK: cvttps2dq
  ;; CHECK: cvttps2dq
  ;; CHECK: pmaxsd
  (func (export "unsigned") (param v128) (result v128)
    (i32x4.trunc_sat_f32x4_u (local.get 0)))
  ;; CHECK-LABEL: wasm.17.double:
  ;; CHECK: minpd
  ;; CHECK-NEXT: cvttpd2dq
  (func (export "double") (param v128) (result v128)
    (i32x4.trunc_sat_f64x2_s_zero (local.get 0)))
  ;; CHECK-LABEL: wasm.18.wide:
  ;; CHECK: roundpd $11
  ;; CHECK-NEXT: addpd
  (func (export "wide") (param v128) (result v128)
    (i32x4.trunc_sat_f64x2_u_zero (local.get 0))))
