;; Block results and loop parameters are phis; a duplicate case of br_table joins the default.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (func (export "f") (param i32) (result i32)
    ;; CHECK: switch i32 {{.*}}, label %[[OUTER:.*]] [
    ;; CHECK-NEXT: i32 1, label %[[INNER:.*]]
    ;; CHECK-NEXT: ]
    (block $outer (result i32)
      (block $inner (result i32)
        (br_table $outer $inner $outer (i32.const 5) (local.get 0)))
      (i32.add (i32.const 1))))
  (func (export "g") (param i32) (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.1.g
    ;; CHECK: loop:
    ;; CHECK-NEXT: phi i32 [ 0, %entry ], [ %{{.*}}, %{{.*}} ]
    (i32.const 0)
    (loop $l (param i32) (result i32)
      (i32.add (i32.const 3))
      (br_if $l (i32.lt_u (local.get 0) (i32.const 9))))))
