;; WASI works on the memory that is exported as "memory", whichever it is.
;; RUN: %sinter %s -o %t && %t | FileCheck %s
;; CHECK: exported
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory 1)
  (memory (export "memory") 1)
  (data (memory 0) (i32.const 0) "\08\00\00\00\06\00\00\00first\0a")
  (data (memory 1) (i32.const 0) "\08\00\00\00\09\00\00\00exported\0a")
  (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 24)))))
