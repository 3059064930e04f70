;; What -mattr= adds are instructions of those extensions; without them the code is that of plain rv64gc.
;; RUN: %sinter -O2 -S --form=static --no-entry --export-symbols --target=riscv64-linux %s -o - | FileCheck %s --check-prefixes=CHECK,PLAIN
;; RUN: %sinter -O2 -S --form=static --no-entry --export-symbols --target=riscv64-linux -mattr=+zba,+zbb,+zbs,+zfa,+zicond,+v %s -o - | FileCheck %s --check-prefixes=CHECK,MORE
(module
  (memory (export "memory") 1)
  ;; CHECK-LABEL: wasm.0.load:
  ;; PLAIN: slli [[INDEX:a[0-9]]], a1, 32
  ;; PLAIN-NEXT: srli {{a[0-9]}}, [[INDEX]], 32
  ;; MORE-NOT: srli
  ;; MORE: add.uw [[ADDRESS:a[0-9]]], a1, {{a[0-9]}}
  ;; MORE-NEXT: lw{{u?}} a0, 8([[ADDRESS]])
  (func (export "load") (param i32) (result i32) (i32.load offset=8 (local.get 0)))
  ;; CHECK-LABEL: wasm.1.clz:
  ;; PLAIN: mul
  ;; MORE: clz a0, a1
  (func (export "clz") (param i64) (result i64) (i64.clz (local.get 0)))
  ;; CHECK-LABEL: wasm.2.bit:
  ;; PLAIN: srl
  ;; MORE: bext a0, a1, a2
  (func (export "bit") (param i64 i64) (result i64)
    (i64.and (i64.shr_u (local.get 0) (local.get 1)) (i64.const 1)))
  ;; CHECK-LABEL: wasm.3.floor:
  ;; PLAIN: fcvt.l.d {{.*}}, rdn
  ;; MORE: fround.d {{.*}}, rdn
  (func (export "floor") (param f64) (result f64) (f64.floor (local.get 0)))
  ;; CHECK-LABEL: wasm.4.select:
  ;; PLAIN: and a0
  ;; MORE: czero.nez a0, a1, a2
  (func (export "select") (param i64 i64) (result i64)
    (select (local.get 0) (i64.const 0) (i64.eqz (local.get 1))))
  ;; CHECK-LABEL: wasm.5.add:
  ;; PLAIN: add
  ;; PLAIN-NOT: {{vadd|vset}}
  ;; PLAIN: ret
  ;; MORE: vsetivli zero, 4, e32, m1
  ;; MORE: vadd.vv
  (func (export "add") (param v128 v128) (result v128) (i32x4.add (local.get 0) (local.get 1))))
