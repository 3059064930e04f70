;; What --invoke cannot give, and what initialises a module but takes something.
;; RUN: not %sinter --invoke=v,1 %s -o %t 2>&1 | FileCheck %s --check-prefix=VECTOR
;; VECTOR: --invoke: argument 1 of "v" has type v128, which "1" is not; no value of this type can be given
;; RUN: not %sinter --invoke=r,null %s -o %t 2>&1 | FileCheck %s --check-prefix=REFERENCE
;; REFERENCE: --invoke: argument 1 of "r" has type (ref func), which "null" is not; no value of this type can be given
;; RUN: not %sinter --invoke=f %s -o %t 2>&1 | FileCheck %s --check-prefix=INITIALIZE
;; INITIALIZE: --invoke: "_initialize" has type [i32] -> [], but what initialises a module has type [] -> []
(module
  (func (export "v") (param v128))
  (func (export "r") (param (ref func)))
  (func (export "f"))
  (func (export "_initialize") (param i32)))
