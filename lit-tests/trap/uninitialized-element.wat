;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: uninitialized element
(module
  (memory 1) (table 3 funcref) (elem (i32.const 0) $culprit)
  (type $binary (func (param i32 i32) (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func $culprit (param $zero i32)
    (drop (call_indirect (type $binary) (i32.const 1) (i32.const 2) (i32.add (local.get $zero) (i32.const 2)))))
  (func (export "_start")
    (global.set $n (i32.sub (global.get $n) (memory.size)))
    (call $culprit (i32.add (global.get $n) (i32.const 1)))))
