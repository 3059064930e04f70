;; Data far apart is one segment for each place; all of it is there when the program starts, and
;; what lies around it is zero, to the end of the page.
;; RUN: %sinter %s -o %t && %t
;; RUN: %sinter -O0 %s -o %t && %t
;; RUN: %sinter --memory=checked %s -o %t && %t
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 200)
  (data (i32.const 65535) "\01")
  (data (i32.const 10000000) "\02")
  (data (i32.const 13107199) "\03")
  (func (export "_start")
    (local $i i32) (local $sum i32)
    (loop $l
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $i))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1)))
                          (i32.const 13107200))))
    (if (i32.ne (local.get $sum) (i32.const 6)) (then (call $exit (local.get $sum))))
    (if (i32.ne (i32.load8_u (i32.const 13107199)) (i32.const 3)) (then (call $exit (i32.const 1))))))
