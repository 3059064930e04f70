;; An index is extended by the access itself, and there is no SVE whatever the CPU is.
;; RUN: %sinter -O2 -S --form=static --no-entry --export-symbols --target=aarch64-linux %s -o - | FileCheck %s
;; RUN: %sinter -O2 -S --form=static --no-entry --export-symbols --target=aarch64-linux -mcpu=neoverse-v2 %s -o - | FileCheck %s --implicit-check-not={{z[0-9]}}.
(module
  (memory (export "memory") 1)
  ;; CHECK-LABEL: wasm.0.load:
  ;; CHECK: ldr w0, [x{{[0-9]+}}, w1, uxtw]
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  ;; CHECK-LABEL: wasm.1.store:
  ;; CHECK: strb w2, [x{{[0-9]+}}, w1, uxtw]
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.2.fields:
  ;; CHECK: add [[NODE:x[0-9]+]], {{x[0-9]+}}, w1, uxtw
  ;; CHECK-NEXT: ldp w{{[0-9]+}}, w{{[0-9]+}}, {{\[}}[[NODE]], #8]
  (func (export "fields") (param i32) (result i32)
    (i32.add (i32.load offset=8 (local.get 0)) (i32.load offset=12 (local.get 0))))
  ;; CHECK-LABEL: wasm.3.add:
  ;; CHECK: add v{{[0-9]+}}.4s
  (func (export "add") (param v128 v128) (result v128) (i32x4.add (local.get 0) (local.get 1))))
