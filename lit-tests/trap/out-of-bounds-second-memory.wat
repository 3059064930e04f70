;; Each memory has bounds of its own.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module
  (memory 3) (memory $small 1)
  (func (export "_start")
    (drop (i32.load (i32.const 65536)))
    (drop (i32.load $small (i32.const 65536)))))
