;; An exception that nothing catches ends the program where it was thrown last, like a trap.
;; RUN: %sinter -O0 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: uncaught exception
;; CHECK-NEXT: #0 thrower
;; CHECK-NEXT: #1 _start
(module
  (tag $thrown)
  (func $thrower (throw $thrown))
  (func (export "_start")
    (call $thrower)))
