;; Vector operations that LLVM would fold to an operand, and so keep a signalling NaN.
;; RUN: %sinter -O2 -S -emit-llvm --form=instanced %s -o - | FileCheck %s
(module
  ;; CHECK-LABEL: define {{.*}}@wasm.0.one
  ;; CHECK: call <4 x float> @llvm.canonicalize.v4f32
  (func (export "one") (param v128) (result v128)
    (f32x4.mul (v128.const f32x4 1 1 1 1) (local.get 0)))
  ;; CHECK-LABEL: define {{.*}}@wasm.1.local
  ;; CHECK: fmul <2 x double>
  (func (export "local") (param v128) (result v128) (local $one v128)
    (local.set $one (v128.const f64x2 1 1))
    (f64x2.mul (local.get 0) (local.get $one)))
  ;; CHECK-LABEL: define {{.*}}@wasm.2.zero
  ;; CHECK: fsub <4 x float>
  (func (export "zero") (param v128) (result v128) (local $zero v128)
    (f32x4.sub (local.get 0) (local.get $zero)))
  ;; CHECK-LABEL: define {{.*}}@wasm.3.some
  ;; CHECK: fmul
  (func (export "some") (param v128) (result f32)
    (f32x4.extract_lane 1 (f32x4.mul (local.get 0) (v128.const f32x4 3 1 2 1))))
  ;; CHECK-LABEL: define {{.*}}@wasm.4.narrow
  ;; CHECK: fptrunc <2 x double>
  (func (export "narrow") (param v128) (result v128)
    (f32x4.demote_f64x2_zero (f64x2.promote_low_f32x4 (local.get 0))))
  ;; Integers are not held up.
  ;; CHECK-LABEL: define {{.*}}@wasm.5.integer
  ;; CHECK-NOT: add
  ;; CHECK: ret
  (func (export "integer") (param v128) (result v128) (local $zero v128)
    (i32x4.add (local.get 0) (local.get $zero))))
