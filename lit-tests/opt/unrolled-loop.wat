;; A loop that its producer unrolled three times is rolled up again in the copy that cannot trap,
;; since a stride of three does not vectorise.
;; RUN: %sinter --target=x86_64-linux -emit-llvm --form=static %s -o - | FileCheck %s
;; RUN: %sinter --target=x86_64-linux -emit-llvm --form=static --memory=checked %s -o - | FileCheck %s
;; RUN: %sinter %s -o %t && %t
;; CHECK: vector.body
;; CHECK: load <2 x double>
;; CHECK-NOT: shufflevector
;; CHECK: store <2 x double>
;; CHECK-NOT: shufflevector
;; CHECK: ret void
(module
  (memory (export "memory") 1 1)
  (func $scale (param $x i32) (param $y i32) (param $count i32)
    (loop $next
      (f64.store (local.get $y) (f64.mul (f64.load (local.get $x)) (f64.const 3)))
      (f64.store offset=8 (local.get $y)
        (f64.mul (f64.load offset=8 (local.get $x)) (f64.const 3)))
      (f64.store offset=16 (local.get $y)
        (f64.mul (f64.load offset=16 (local.get $x)) (f64.const 3)))
      (local.set $x (i32.add (local.get $x) (i32.const 24)))
      (local.set $y (i32.add (local.get $y) (i32.const 24)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))
  (func (export "_start") (local $i i32)
    (local.set $i (i32.const 800))
    (loop $next
      (f64.store (local.get $i) (f64.convert_i32_u (local.get $i)))
      (br_if $next (local.tee $i (i32.sub (local.get $i) (i32.const 8)))))
    (call $scale (i32.const 8) (i32.const 4096) (i32.const 33))
    ;; 33 * 3 numbers, the last of 792, and nothing beyond.
    (if (f64.ne (f64.load (i32.const 4096)) (f64.const 24)) (then unreachable))
    (if (f64.ne (f64.load (i32.const 4880)) (f64.const 2376)) (then unreachable))
    (if (f64.ne (f64.load (i32.const 4888)) (f64.const 0)) (then unreachable))))
