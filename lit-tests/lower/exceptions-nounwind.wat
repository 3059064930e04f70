;; A module that knows of no exceptions has functions that throw none, in an executable.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  ;; CHECK: define internal void @wasm.0.f() #[[A:[0-9]+]]
  ;; CHECK: attributes #[[A]] = {{.*}}nounwind
  (func $f) (func (export "_start") (call $f)))
