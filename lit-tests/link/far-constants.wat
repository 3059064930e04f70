;; Constant addresses and offsets of almost 2 GiB link at every level, and trap.
;; RUN: %sinter -O0 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module
  (memory 1)
  (func $offset (param i32) (result i32) (i32.load offset=0x7ffffff0 (local.get 0)))
  (func $both (result i32) (i32.load offset=0x7fffff00 (i32.const 0xf0)))
  (func $bulk (memory.fill (i32.const 0x7fffff00) (i32.const 0) (i32.const 20)))
  (func (export "_start")
    (drop (i32.load (i32.const 0x7fff0000)))
    (drop (call $both)) (call $bulk)
    (drop (call $offset (i32.const 5)))))
