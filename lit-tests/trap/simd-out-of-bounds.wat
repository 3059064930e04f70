;; A vector load of which only lanes in bounds are used still traps.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O2 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module (memory 1)
  (func $load (param i32) (result v128)
    (v128.and (v128.load (local.get 0)) (v128.const i64x2 -1 0)))
  (func (export "_start")
    (v128.store (i32.const 0) (call $load (i32.add (i32.load offset=16 (i32.const 0)) (i32.const 65528))))))
