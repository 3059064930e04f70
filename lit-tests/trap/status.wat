;; A trap ends the program with status 134, and what was written before it stays written.
;; RUN: %sinter %s -o %t
;; RUN: sh -c '%t; echo "status $?"' 2>&1 | FileCheck %s
;; CHECK: before
;; CHECK: trap: unreachable
;; CHECK: status 134
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\07\00\00\00") (data (i32.const 16) "before\n")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (unreachable)))
