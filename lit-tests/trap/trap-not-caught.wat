;; A trap is no exception: neither catch_all nor the legacy one takes it.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: integer divide by zero
(module
  (global $zero (mut i32) (i32.const 0))
  (func $divide (drop (i32.div_u (i32.const 1) (global.get $zero))))
  (func (export "_start")
    (block $caught (try_table (catch_all $caught)
      (try (do (call $divide)) (catch_all))))))
