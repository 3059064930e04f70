;; With --memory-base=gs memory 0 is an operand of gs.
;; RUN: %sinter -O2 -S --target=x86_64-linux --memory-base=gs --trap-state=relaxed %s -o - | FileCheck %s
(module
  (memory 1)
  (memory $second 1)
  ;; CHECK-LABEL: wasm.0.fields:
  ;; CHECK: movl %esi, %e[[INDEX:[a-z]+]]
  ;; CHECK-DAG: %gs:4(%r[[INDEX]]), %eax
  ;; CHECK-DAG: %gs:8(%r[[INDEX]]), %eax
  (func (export "fields") (param i32) (result i32)
    (i32.add (i32.load offset=4 (local.get 0)) (i32.load offset=8 (local.get 0))))
  ;; A sum of 32 bits needs no instruction, where no offset is added behind it.
  ;; CHECK-LABEL: wasm.1.element:
  ;; CHECK: movl %gs:12(%esi,%edx,4), %eax
  ;; CHECK-NEXT: retq
  (func (export "element") (param i32 i32) (result i32)
    (i32.load (i32.add (i32.add (local.get 0) (i32.shl (local.get 1) (i32.const 2))) (i32.const 12))))
  ;; CHECK-LABEL: wasm.2.field:
  ;; CHECK: addl %esi, %edx
  ;; CHECK-NEXT: movl %gs:16(%rdx), %eax
  (func (export "field") (param i32 i32) (result i32)
    (i32.load offset=16 (i32.add (local.get 0) (local.get 1))))
  ;; A constant index is a displacement; what is small is set and copied in place.
  ;; CHECK-LABEL: wasm.3.constants:
  ;; CHECK-DAG: movups {{%xmm[0-9]+}}, %gs:64
  ;; CHECK-DAG: movups {{%xmm[0-9]+}}, %gs:80
  ;; CHECK-DAG: movups {{%xmm[0-9]+}}, %gs:1024
  ;; CHECK-DAG: movl {{.*}}, %gs:4096
  ;; CHECK: retq
  (func (export "constants")
    (memory.fill (i32.const 64) (i32.const 0) (i32.const 32))
    (memory.copy (i32.const 1024) (i32.const 512) (i32.const 16))
    (i32.store (i32.const 4096) (i32.const 7)))
  ;; Another memory has its base in a register.
  ;; CHECK-LABEL: wasm.4.other:
  ;; CHECK-NOT: gs
  ;; CHECK: retq
  (func (export "other") (param i32) (result i32) (i32.load $second (local.get 0))))
