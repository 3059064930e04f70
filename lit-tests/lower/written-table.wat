;; A table that table.set writes holds pointers to FuncRefs.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (table 2 funcref) (elem (i32.const 0) $a)
  ;; CHECK: @wasm.elements.0 = internal global [2 x ptr] [ptr @wasm.funcref.0, ptr null]
  (func $a)
  (func (export "f") (table.set (i32.const 1) (ref.func $a))))
