;; What the section metadata.code.branch_hint says becomes weights of branches.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (memory 1)
  ;; CHECK-LABEL: @wasm.0._start(
  ;; CHECK: br i1 {{.*}}label %end, label %next, !prof ![[RARE:[0-9]+]]
  ;; CHECK: br i1 {{.*}}label %then{{[0-9]*}}, label %else{{[0-9]*}}, !prof ![[OFTEN:[0-9]+]]
  ;; CHECK: br i1 {{.*}}label %then{{[0-9]*}}, label %else{{[0-9]*}}{{$}}
  ;; CHECK-DAG: ![[RARE]] = !{!"branch_weights", i32 1, i32 {{[0-9][0-9]+}}}
  ;; CHECK-DAG: ![[OFTEN]] = !{!"branch_weights", i32 {{[0-9][0-9]+}}, i32 1}
  (func (export "_start") (local $x i32)
    (local.set $x (i32.load (i32.const 0)))
    (block
      (@metadata.code.branch_hint "\00") (br_if 0 (local.get $x))
      (@metadata.code.branch_hint "\01")
      (if (i32.load (i32.const 4)) (then (i32.store (i32.const 8) (i32.const 1))))
      (if (i32.load (i32.const 12)) (then (i32.store (i32.const 16) (i32.const 1)))))))
