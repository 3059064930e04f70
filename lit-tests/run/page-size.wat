;; Pages of one byte: sizes count bytes, and bounds are exact.
;; RUN: %sinter -O2 --features=custom-page-sizes %s -o %t && %t
;; RUN: %sinter -O0 --features=custom-page-sizes %s -o %t && %t
(module
  (memory 5 20 (pagesize 1))
  (data (i32.const 0) "abcde")
  (func $check (param i32) (if (i32.eqz (local.get 0)) (then (unreachable))))
  (func (export "_start")
    (call $check (i32.eq (memory.size) (i32.const 5)))
    (call $check (i32.eq (memory.grow (i32.const 15)) (i32.const 5)))
    (call $check (i32.eq (memory.grow (i32.const 1)) (i32.const -1)))
    (call $check (i32.eq (i32.load8_u (i32.const 4)) (i32.const 101)))
    (call $check (i32.eqz (i32.load (i32.const 16))))))
