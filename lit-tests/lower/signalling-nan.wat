;; Where LLVM would fold to x and keep a signalling NaN, the value is canonicalised.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (func (export "f") (param f64 f32) (result f64 f64 f64 f32)
    ;; CHECK-COUNT-3: call double @llvm.canonicalize.f64
    ;; CHECK: call float @llvm.canonicalize.f32
    (f64.mul (local.get 0) (f64.const 1))
    (f64.sub (local.get 0) (f64.const 0))
    (f64.add (f64.const -0) (local.get 0))
    (f32.demote_f64 (f64.promote_f32 (local.get 1)))))
