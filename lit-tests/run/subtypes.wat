;; An indirect call finds a function of a type that is declared below the one it names, and of no other.
;; RUN: %sinter --invoke=sub %s -o %t && %t | FileCheck %s
;; RUN: %sinter -O0 --invoke=sub %s -o %t && %t | FileCheck %s
;; RUN: %sinter --invoke=same %s -o %t && %t | FileCheck %s --check-prefix=SAME
;; RUN: %sinter --invoke=sibling %s -o %t && not %t 2>&1 | FileCheck %s --check-prefix=TRAP
;; RUN: %sinter --invoke=above %s -o %t && not %t 2>&1 | FileCheck %s --check-prefix=TRAP
;; RUN: %sinter --invoke=null %s -o %t && not %t 2>&1 | FileCheck %s --check-prefix=NULL
;; CHECK: 43
;; SAME: 42
;; TRAP: trap: indirect call type mismatch
;; NULL: trap: uninitialized element
(module
  (type $top (sub (func (result i32))))
  (type $left (sub $top (func (result i32))))
  (type $right (sub final $top (func (result i32))))
  (table 4 funcref)
  (elem (i32.const 0) $a $b $c)
  (func $a (type $top) (i32.const 42))
  (func $b (type $left) (i32.const 43))
  (func $c (type $right) (i32.const 44))
  (func (export "same") (result i32) (call_indirect (type $top) (i32.const 0)))
  (func (export "sub") (result i32) (call_indirect (type $top) (i32.const 1)))
  (func (export "sibling") (result i32) (call_indirect (type $left) (i32.const 2)))
  (func (export "above") (result i32) (call_indirect (type $left) (i32.const 0)))
  (func (export "null") (result i32) (call_indirect (type $top) (i32.const 3))))
