;; However much is inlined, the function that the program started with is in the backtrace.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: unreachable
;; CHECK-NEXT: _start
(module (func (export "_start") (unreachable)))
