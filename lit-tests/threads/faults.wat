;; Guards, stack limits and exceptions work in a thread as in main: an access out of bounds and endless recursion
;; are traps, and what is thrown is caught.
;; RUN: %sinter %s -o %t
;; RUN: not %t 2>&1 | FileCheck %s --check-prefix=DEEP
;; RUN: not %t x 2>&1 | FileCheck %s --check-prefix=FAR
;; RUN: %sinter -O0 --memory=checked %s -o %t
;; RUN: not %t 2>&1 | FileCheck %s --check-prefix=DEEP
;; RUN: not %t x 2>&1 | FileCheck %s --check-prefix=FAR
;; DEEP:      trap: call stack exhausted
;; DEEP-NEXT: #0 deep
;; DEEP-NOT:  trap
;; FAR:       trap: out of bounds memory access
;; FAR-NEXT:  #0 wasi_thread_start
;; FAR-NOT:   trap
(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "env" "memory" (memory 1 1 shared))
  (tag $t (param i32))
  (func $throw (param i32) (throw $t (local.get 0)))
  (func $deep (export "deep") (param i32) (result i32)
    (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.load (i32.const 0))))
  (func (export "wasi_thread_start") (param i32 i32)
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (if (i32.ne
          (block $caught (result i32)
            (try_table (catch $t $caught) (call $throw (i32.const 42)))
            (i32.const 0))
          (i32.const 42))
      (then (return)))
    (if (i32.eq (i32.load (i32.const 0)) (i32.const 2))
      (then (drop (i32.load (i32.const 0x10000000)))))
    (drop (call $deep (i32.const 0))))
  (func (export "_start")
    (drop (call $spawn (i32.const 0)))
    (drop (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1)))))
