;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: invalid conversion to integer
(module
  (memory 1) (table 3 funcref) (elem (i32.const 0) $culprit)
  (type $binary (func (param i32 i32) (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func $culprit (param $zero i32)
    (drop (i32.trunc_f64_s (f64.div (f64.convert_i32_s (local.get $zero)) (f64.const 0)))))
  (func (export "_start")
    (global.set $n (i32.sub (global.get $n) (memory.size)))
    (call $culprit (i32.add (global.get $n) (i32.const 1)))))
