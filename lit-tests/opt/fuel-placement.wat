;; Fuel is paid where the likeliest way pays least: a loop once in a turn, though its body has an exit in the middle, an `if` in
;; one of its two ways, and what nobody looks into at its end.
;; RUN: %sinter --target=x86_64-linux --fuel -emit-llvm %s -o - | FileCheck %s
;; RUN: %sinter --target=x86_64-linux --fuel -S %s -o - | FileCheck %s --check-prefix=MACHINE
(module
  (memory 1)
  ;; CHECK-LABEL: define {{.*}}wasm.0.loop(
  ;; CHECK: {{^}}loop:
  ;; CHECK: [[LEFT:%.*]] = phi i64
  ;; CHECK: add {{.*}}i64 [[LEFT]], -
  ;; CHECK: load volatile i32
  ;; CHECK-NOT: i64 [[LEFT]]
  ;; CHECK: label %loop
  (func (export "loop") (param $p i32)
    (block $out
      (loop $l
        (br_if $out (i32.eq (i32.load (local.get $p)) (i32.const 7)))
        (br_if $l (local.tee $p (i32.add (local.get $p) (i32.const 4)))))))
  ;; CHECK-LABEL: define {{.*}}wasm.1.if(
  ;; CHECK: {{^}}end:
  ;; CHECK: add {{.*}}i64 {{.*}}, -8
  ;; CHECK: ret
  ;; CHECK: {{^}}then:
  ;; CHECK-NOT: add
  ;; CHECK: br label %end
  (func (export "if") (param $p i32)
    (if (local.get $p) (then (i32.store (i32.const 0) (i32.const 1))))
    (i32.store (i32.const 4) (i32.const 1)))
  ;; The processor's flags say what is left.
  ;; MACHINE-LABEL: wasm.2.chase:
  ;; MACHINE: addq $-8, [[LEFT:%r[a-z0-9]+]]
  ;; MACHINE-NEXT: js
  ;; MACHINE-NOT: [[LEFT]]
  ;; MACHINE: jne
  (func (export "chase") (param $p i32)
    (loop $next
      (i32.store offset=4 (local.get $p) (i32.const 1))
      (br_if $next (local.tee $p (i32.load (local.get $p)))))))
