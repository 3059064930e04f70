;; --deterministic: a NaN that an instruction makes is replaced, at the end of a chain; what moves bits is left alone.
;; RUN: %sinter -O0 -S -emit-llvm --form=instanced --deterministic %s -o - | FileCheck %s
;; RUN: %sinter -O2 -S -emit-llvm --form=instanced --deterministic %s -o - | FileCheck %s
;; RUN: %sinter -O2 -S -emit-llvm --form=instanced %s -o - | FileCheck --check-prefix=DEFAULT %s
;; DEFAULT-NOT: fcmp uno
(module
  ;; CHECK-LABEL: define {{.*}}@wasm.0.add
  ;; CHECK: [[SUM:%.*]] = fadd double
  ;; CHECK: [[BAD:%.*]] = fcmp uno double [[SUM]]
  ;; CHECK: select i1 [[BAD]], double {{0x7FF8000000000000|\+qnan}}, double [[SUM]]
  (func (export "add") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: define {{.*}}@wasm.1.lanes
  ;; CHECK: @llvm.sqrt.v4f32
  ;; CHECK: [[ROOTS:%.*]] = {{.*}}@llvm.arithmetic.fence
  ;; CHECK: [[BAD:%.*]] = fcmp uno <4 x float> [[ROOTS]]
  ;; CHECK: select <4 x i1> [[BAD]], <4 x float> splat (float {{0x7FF8000000000000|\+qnan}}), <4 x float> [[ROOTS]]
  (func (export "lanes") (param v128) (result v128) (f32x4.sqrt (local.get 0)))
  ;; CHECK-LABEL: define {{.*}}@wasm.2.chain
  ;; CHECK: [[PRODUCT:%.*]] = fmul double
  ;; CHECK: fsub double {{.*}}[[PRODUCT]]
  (func (export "chain") (param f64 f64) (result f64)
    (f64.sub (f64.mul (local.get 0) (local.get 1)) (local.get 1)))
  ;; CHECK-LABEL: define {{.*}}@wasm.3.bits
  ;; CHECK-NOT: fcmp uno
  ;; CHECK: ret
  (func (export "bits") (param f64 f64) (result f64)
    (f64.copysign (f64.neg (f64.abs (local.get 0))) (local.get 1))))
