;; An index that wraps below zero traps, whether it begins before the memory or ends in it.
;; RUN: %sinter -O2 %s -o %t
;; RUN: not %t 4 2>&1 | FileCheck %s
;; RUN: not %t 1 2>&1 | FileCheck %s
;; RUN: not %t 4 store 2>&1 | FileCheck %s
;; RUN: not %t 1 store 2>&1 | FileCheck %s
;; RUN: %t 5
;; CHECK: trap: out of bounds memory access
(module
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (memory 1)
  (func (export "_start") (local $index i32)
    (drop (call $sizes (i32.const 1000) (i32.const 1004)))
    (drop (call $args_get (i32.const 1100) (i32.const 2000)))
    ;; Five before the index that the digit gives.
    (local.set $index (i32.sub (i32.load8_u (i32.load (i32.const 1104))) (i32.const 0x30)))
    (if (i32.gt_u (i32.load (i32.const 1000)) (i32.const 2))
      (then (i32.store (i32.sub (local.get $index) (i32.const 5)) (i32.const 1)))
      (else (i32.store (i32.const 0) (i32.load (i32.sub (local.get $index) (i32.const 5))))))))
