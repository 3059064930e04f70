;; A memory and a table with i64 addresses: sizes, growth, bulk operations between both kinds.
;; RUN: %sinter -O2 %s -o %t && %t
;; RUN: %sinter -O0 %s -o %t && %t
;; RUN: %sinter -O2 --memory=checked %s -o %t && %t
(module
  (memory i64 1 70000) (memory $narrow 1)
  (table i64 4 funcref) (elem (i64.const 3) func $seven)
  (type $t (func (result i32)))
  (data (i64.const 65531) "hello")
  (func $seven (result i32) (i32.const 7))
  (func $check (param i32) (if (i32.eqz (local.get 0)) (then (unreachable))))
  (func (export "_start")
    (call $check (i64.eq (memory.size) (i64.const 1)))
    (call $check (i64.eq (memory.grow (i64.const 1)) (i64.const 1)))
    (call $check (i64.eq (memory.grow (i64.const 0x100000000)) (i64.const -1)))
    (memory.copy $narrow 0 (i32.const 9) (i64.const 65531) (i32.const 5))
    (call $check (i32.eq (i32.load $narrow (i32.const 10)) (i32.const 0x6f6c6c65)))
    (memory.fill (i64.const 131068) (i32.const 5) (i64.const 4))
    (call $check (i32.eq (i32.load offset=131060 (i64.const 8)) (i32.const 0x05050505)))
    (call $check (i64.eq (table.grow (ref.null func) (i64.const 2)) (i64.const 4)))
    (call $check (i64.eq (table.size) (i64.const 6)))
    (call $check (i32.eq (call_indirect (type $t) (i64.const 3)) (i32.const 7)))))
