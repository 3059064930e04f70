;; The exit status of `sinter run` is the program's; a trap's is 134.
;; RUN: sh -c '%sinter run %s; echo status $?' | FileCheck %s
;; CHECK: status 42
;; RUN: sh -c '%sinter run %s trap 2>&1; echo status $?' | FileCheck %s --check-prefix=TRAP
;; TRAP: trap: unreachable
;; TRAP: status 134
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (if (i32.gt_u (i32.load (i32.const 0)) (i32.const 1)) (then (unreachable)))
    (call $exit (i32.const 42))))
