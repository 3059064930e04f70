;; A vectorised loop reads up to the last byte of memory, and traps if it runs one byte further; so
;; does one that runs down to address 0. The argument count says where it starts.
;; RUN: %sinter %s -o %t && %t
;; RUN: not %t a 2>&1 | FileCheck %s
;; RUN: not %t a b 2>&1 | FileCheck %s
;; RUN: %sinter --memory=checked %s -o %t.c && %t.c
;; RUN: not %t.c a 2>&1 | FileCheck %s
;; RUN: not %t.c a b 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (memory (export "memory") 1 1)
  (func $argc (result i32)
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (i32.load (i32.const 0)))
  (func $up (param $p i32) (param $count i32) (result i32) (local $sum i32)
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $p))))
      (local.set $p (i32.add (local.get $p) (i32.const 4)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum))
  (func $down (param $p i32) (param $count i32) (result i32) (local $sum i32)
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $p))))
      (local.set $p (i32.sub (local.get $p) (i32.const 4)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum))
  (func (export "_start") (local $argc i32)
    (local.set $argc (call $argc))
    (i32.store (i32.const 65532) (i32.const 7))
    ;; 65436 + 25 * 4 = 65536
    (if (i32.ne (call $up (i32.add (i32.const 65436) (i32.eq (local.get $argc) (i32.const 2)))
                  (i32.const 25))
                (i32.const 7))
      (then unreachable))
    (i32.store (i32.const 0) (i32.const 5))
    (drop (call $down (i32.const 96) (i32.add (local.get $argc) (i32.const 24))))))
