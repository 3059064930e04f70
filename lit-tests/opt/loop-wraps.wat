;; An address that wraps around at 2^32 within a loop is no reason to trap: the copy that assumes
;; that none does is not entered.
;; RUN: %sinter %s -o %t && %t
;; RUN: %sinter --memory=checked %s -o %t.c && %t.c
(module
  (memory (export "memory") 1 1)
  (global $zero (mut i32) (i32.const 0))
  ;; Sums what is at p where p is a valid address, for p, p + step ...
  (func $sum (param $p i32) (param $step i32) (param $count i32) (result i32) (local $sum i32)
    (loop $next
      (if (i32.lt_u (local.get $p) (i32.const 65000))
        (then
          (local.set $sum (i32.add (local.get $sum) (i32.load offset=8 (local.get $p))))))
      (local.set $p (i32.add (local.get $p) (local.get $step)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum))
  (func (export "_start")
    (i32.store (i32.const 8) (i32.const 3))
    (i32.store (i32.const 12) (i32.const 4))
    (global.set $zero (i32.sub (memory.size) (i32.const 1)))
    (if (i32.ne (call $sum (i32.const 0) (i32.const 0x10000000) (i32.const 48)) (i32.const 9))
      (then unreachable))
    ;; From -400 up to 4 in steps of 4.
    (if (i32.ne (call $sum (i32.const -400) (i32.const 4)
                  (i32.add (i32.const 102) (global.get $zero)))
                (i32.const 7))
      (then unreachable))))
