;; A loop over memory with 32-bit addresses, counted from a negative number up to zero as producers
;; do it, is vectorised: in a copy that runs when all of its accesses are in bounds.
;; RUN: %sinter --target=x86_64-linux -emit-llvm --form=static %s -o - | FileCheck %s
;; RUN: %sinter --target=x86_64-linux -emit-llvm --form=static --memory=checked %s -o - | FileCheck %s
;; RUN: %sinter --target=x86_64-linux -emit-llvm %s -o - | FileCheck %s
;; CHECK: vector.body
;; CHECK-NOT: {{trap|volatile}}
;; CHECK: fadd <4 x float>
;; CHECK-NOT: {{trap|volatile}}
;; CHECK: store <4 x float>

;; The other copy stays, with its traps, and is not unrolled or vectorised in its turn.
;; RUN: %sinter --target=x86_64-linux -emit-llvm --form=static --memory=checked %s -o - | FileCheck %s --check-prefix=TRAPPING
;; TRAPPING: .trapping:
;; TRAPPING: br i1 {{.*}}, label %trap
;; TRAPPING: !"llvm.loop.unroll.disable", i32 1
(module
  (memory (export "memory") 1 10)
  (global $start (mut i32) (i32.const 8192))
  (func (export "add") (param $x i32) (param $y i32) (local $i i32)
    (local.set $i (i32.const -4096))
    (loop $next
      (f32.store (i32.add (local.get $x) (local.get $i))
        (f32.add (f32.load (i32.add (local.get $x) (local.get $i)))
                 (f32.load (i32.add (local.get $y) (local.get $i)))))
      (br_if $next (local.tee $i (i32.add (local.get $i) (i32.const 4))))))
  (func (export "grow") (drop (memory.grow (i32.const 1))))
  (func (export "_start")
    (local $i i32) (local $x i32) (local $y i32)
    (local.set $x (global.get $start))
    (local.set $y (i32.load (i32.const 0)))
    (drop (memory.grow (local.get $y)))
    (local.set $i (i32.const -4096))
    (loop $next
      (f32.store (i32.add (local.get $x) (local.get $i))
        (f32.add (f32.load (i32.add (local.get $x) (local.get $i)))
                 (f32.load (i32.add (local.get $y) (local.get $i)))))
      (br_if $next (local.tee $i (i32.add (local.get $i) (i32.const 4)))))))
