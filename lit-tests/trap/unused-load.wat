;; A load whose value nobody uses still traps.
;; RUN: %sinter -O3 %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module
  (memory 1)
  (func (export "_start") (drop (i32.load (i32.const 70000)))))
