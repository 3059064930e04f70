;; Under --fuel a loop that calls nothing has its fuel in a register, and one whose turns are counted is vectorised all
;; the same: where there is enough for all turns, none looks.
;; RUN: %sinter --target=x86_64-linux --fuel -emit-llvm %s -o - | FileCheck %s
;; RUN: %sinter --target=x86_64-linux --fuel -emit-llvm --trap-state=relaxed %s -o - | FileCheck %s
(module
  (memory (export "memory") 1 10)
  ;; CHECK-LABEL: define {{.*}}wasm.0.add
  ;; CHECK: vector.body
  ;; CHECK-NOT: {{trap|volatile|i64 .*, -[0-9]}}
  ;; CHECK: fadd <4 x float>
  ;; CHECK-NOT: {{trap|volatile}}
  ;; CHECK: store <4 x float>
  (func (export "add") (param $x i32) (param $y i32) (param $n i32)
    (loop $next
      (f32.store (local.get $x) (f32.add (f32.load (local.get $x)) (f32.load (local.get $y))))
      (local.set $x (i32.add (local.get $x) (i32.const 4)))
      (local.set $y (i32.add (local.get $y) (i32.const 4)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  ;; CHECK-LABEL: define {{.*}}wasm.1.chase
  ;; CHECK: {{^}}loop:
  ;; CHECK: phi i64
  ;; CHECK: add {{.*}}i64 {{.*}}, -
  ;; CHECK: br i1 {{.*}}label %trap
  ;; CHECK-NOT: store i64
  ;; CHECK: store {{.*}}i32 1
  ;; CHECK-NOT: store i64
  ;; CHECK: br i1
  (func (export "chase") (param $p i32)
    (loop $next
      (i32.store offset=4 (local.get $p) (i32.const 1))
      (br_if $next (local.tee $p (i32.load (local.get $p)))))))
