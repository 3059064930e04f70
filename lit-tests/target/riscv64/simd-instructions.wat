;; With RISC-V's vectors no instruction goes through its lanes one by one.
;; RUN: %sinter -O2 -S --form=instanced --target=riscv64-linux -mattr=+v %s -o - | FileCheck %s
(module
  ;; CHECK-LABEL: wasm.0.swizzle:
  ;; CHECK-NOT: vslidedown
  ;; CHECK: vrgather.vv
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.swizzle (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.1.floor:
  ;; CHECK-NOT: vfmv.f.s
  ;; CHECK: vfsub
  (func (export "floor") (param v128) (result v128) (f32x4.floor (local.get 0)))
  ;; CHECK-LABEL: wasm.2.min:
  ;; CHECK: vmfeq
  ;; CHECK: vmfeq
  ;; CHECK: vfmin
  (func (export "min") (param v128 v128) (result v128) (f32x4.min (local.get 0) (local.get 1))))
