;; A call through a reference checks for null and for nothing else: validation has seen to the type.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (type $t (func (result i32)))
  (func (export "f") (param (ref null $t)) (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.0.f
    ;; CHECK: icmp eq ptr {{%.*}}, null
    ;; CHECK-NOT: icmp
    ;; CHECK: call i64 %{{.*}}(
    (call_ref $t (local.get 0)))
  (func (export "g") (param (ref null $t)) (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.1.g
    ;; CHECK: musttail call i64
    (return_call_ref $t (local.get 0))))
