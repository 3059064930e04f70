;; Whether gs has memory 0's base is looked at where others enter, and behind calls that may come from elsewhere.
;; RUN: %sinter -O2 -S --target=x86_64-linux --memory-base=gs %s -o - | FileCheck %s
(module
  (type $v (func))
  (import "env" "host" (func $host))
  (table $open (export "table") 1 funcref)
  (table $closed 2 funcref)
  (elem (table $closed) (i32.const 0) func $inner $other)
  (memory 1)
  ;; CHECK-LABEL: wasm.1.entered:
  ;; CHECK: rdgsbaseq [[NOW:%r[a-z0-9]+]]
  ;; CHECK-NEXT: cmpq {{[0-9]+}}(%rdi), [[NOW]]
  ;; CHECK-NEXT: jne
  ;; CHECK: wrgsbaseq
  (func (export "entered") (result i32) (i32.load (i32.const 0)))
  ;; CHECK-LABEL: wasm.2.calls:
  ;; CHECK: rdgsbaseq
  ;; CHECK: callq *
  ;; CHECK-NEXT: rdgsbaseq
  ;; CHECK: callq *
  ;; CHECK-NEXT: rdgsbaseq
  ;; CHECK: retq
  (func (export "calls") (call $host) (call_indirect $open (type $v) (i32.const 0)))
  ;; Who is in a table that nobody else sees is of this instance, and called from it alone.
  ;; CHECK-LABEL: wasm.3.closed:
  ;; CHECK: rdgsbaseq
  ;; CHECK: callq *
  ;; CHECK-NOT: rdgsbaseq
  ;; CHECK: retq
  (func (export "closed") (param i32) (call_indirect $closed (type $v) (local.get 0)))
  ;; CHECK-LABEL: wasm.4.inner:
  ;; CHECK-NOT: rdgsbaseq
  ;; CHECK: wasm.initialize:
  (func $inner (i32.store (i32.const 0) (i32.const 1)))
  (func $other (i32.store (i32.const 4) (i32.const 1))))
