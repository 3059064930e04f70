;; A load of which the low byte alone is used must not shrink to that byte: at the end of memory the
;; four bytes trap where one would not. Neither may a store that puts most of them back.
;; RUN: %sinter %s -o %t
;; RUN: %t
;; RUN: not %t load 2>&1 | FileCheck %s
;; RUN: not %t load and store 2>&1 | FileCheck %s
;; CHECK: out of bounds memory access
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (memory (export "memory") 1 1)
  (func (export "_start") (local $p i32)
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (local.set $p (i32.const 65532))
    ;; One argument more than none: one byte beyond the end of memory.
    (if (i32.gt_u (i32.load (i32.const 0)) (i32.const 1))
      (then (local.set $p (i32.const 65533))))
    (if (i32.gt_u (i32.load (i32.const 0)) (i32.const 2))
      (then (i32.store (local.get $p)
              (i32.or (i32.load (local.get $p)) (i32.const 1)))))
    (i32.store8 (i32.const 8) (i32.and (i32.load (local.get $p)) (i32.const 255)))))
