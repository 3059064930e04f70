;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module
  (memory 1) (table 3 funcref) (elem (i32.const 0) $culprit)
  (type $binary (func (param i32 i32) (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func $culprit (param $zero i32)
    (drop (i64.load offset=0xffffffff (i32.sub (local.get $zero) (i32.const 1)))))
  (func (export "_start")
    (global.set $n (i32.sub (global.get $n) (memory.size)))
    (call $culprit (i32.add (global.get $n) (i32.const 1)))))
