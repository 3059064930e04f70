;; Vector accesses are volatile in guard mode as others are, and load no more bytes than they should.
;; RUN: %sinter -O0 -S -emit-llvm --form=instanced %s -o - | FileCheck %s
;; RUN: %sinter -O0 -S -emit-llvm --form=static --memory=checked %s -o - | FileCheck --check-prefix=CHECKED %s
(module
  (memory 1)
  ;; CHECK-LABEL: define {{.*}}@wasm.0.whole
  ;; CHECK: load volatile <2 x i64>, ptr {{.*}}, align 1
  ;; CHECK: store volatile <2 x i64> {{.*}}, align 1
  ;; CHECKED-LABEL: define {{.*}}@wasm.0.whole
  ;; CHECKED: load <2 x i64>, ptr {{.*}}, align 1
  (func (export "whole") (param i32)
    (v128.store (local.get 0) (v128.load offset=16 (local.get 0))))
  ;; CHECK-LABEL: define {{.*}}@wasm.1.extend
  ;; CHECK: load volatile i64, ptr {{.*}}, align 1
  ;; CHECK: sext <4 x i16> {{.*}} to <4 x i32>
  (func (export "extend") (param i32) (result v128) (v128.load16x4_s (local.get 0)))
  ;; CHECK-LABEL: define {{.*}}@wasm.2.zero
  ;; CHECK: load volatile float, ptr {{.*}}, align 1
  ;; CHECK: insertelement <4 x float> zeroinitializer
  (func (export "zero") (param i32) (result v128) (v128.load32_zero (local.get 0)))
  ;; CHECK-LABEL: define {{.*}}@wasm.3.lanes
  ;; CHECK: load volatile i16, ptr {{.*}}, align 1
  ;; CHECK: insertelement <8 x i16> {{.*}}, i64 7
  ;; CHECK: store volatile i8 {{.*}}, align 1
  (func (export "lanes") (param i32 v128)
    (v128.store8_lane 15 (local.get 0) (v128.load16_lane 7 (local.get 0) (local.get 1)))))
