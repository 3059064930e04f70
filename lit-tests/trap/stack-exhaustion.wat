;; Endless recursion is a trap with a message, with a guard page and with a compared limit, at every level.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O2 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O2 --stack-size=65536 %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: call stack exhausted
(module
  (func $recurse (result i32) (i32.add (call $recurse) (i32.const 1)))
  (func (export "_start") (drop (call $recurse))))
