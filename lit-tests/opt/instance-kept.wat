;; Functions that call each other but never read their instance keep it, for the check of the stack's limit.
;; RUN: %sinter -O2 -S -emit-llvm %s -o - | FileCheck %s
;; CHECK-NOT: llvm.fake.use
;; CHECK: call void @__sinter_trap_instance(ptr %0, i32 10)
;; CHECK-NOT: llvm.fake.use
(module
  (func (export "loop") (call $f))
  (func $f (call $g))
  (func $g (call $f) (call $f)))
