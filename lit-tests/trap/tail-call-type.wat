;; An indirect tail call checks as an indirect call does.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: indirect call type mismatch
(module
  (type $wrong (func (param i32)))
  (table 1 funcref) (elem (i32.const 0) $f)
  (func $f)
  (func (export "_start") (return_call_indirect (type $wrong) (i32.const 1) (i32.const 0))))
