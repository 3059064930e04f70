;; Carries and high halves, with values that the compiler cannot know.
;; RUN: %sinter -O2 --features=wide-arithmetic %s -o %t && %t
;; RUN: %sinter -O0 --features=wide-arithmetic %s -o %t && %t
(module
  (global $minus (mut i64) (i64.const 0))
  (func $pair (param i64 i64 i64 i64)
    (if (i64.ne (local.get 0) (local.get 2)) (then (unreachable)))
    (if (i64.ne (local.get 1) (local.get 3)) (then (unreachable))))
  (func (export "_start")
    (global.set $minus (i64.sub (global.get $minus) (i64.const 1)))
    (call $pair (i64.add128 (global.get $minus) (i64.const 2) (i64.const 1) (i64.const 3))
                (i64.const 0) (i64.const 6))
    (call $pair (i64.sub128 (i64.const 0) (i64.const 2) (i64.const 1) (i64.const 1))
                (i64.const -1) (i64.const 0))
    (call $pair (i64.mul_wide_s (global.get $minus) (i64.const 5)) (i64.const -5) (i64.const -1))
    (call $pair (i64.mul_wide_u (global.get $minus) (i64.const 5)) (i64.const -5) (i64.const 4))))
