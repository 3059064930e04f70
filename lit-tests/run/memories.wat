;; Memories are apart: data, copies between them, and growing one that others do not see.
;; RUN: %sinter -O2 %s -o %t && %t
;; RUN: %sinter -O0 %s -o %t && %t
;; RUN: %sinter -O2 --memory=checked %s -o %t && %t
(module
  (memory 1) (memory $second 1 4) (memory $third 2)
  (data (memory 0) (i32.const 0) "first")
  (data (memory $second) (i32.const 0) "second")
  (data $passive "third")
  (func $check (param i32) (if (i32.eqz (local.get 0)) (then (unreachable))))
  (func (export "_start")
    (memory.init $third $passive (i32.const 65536) (i32.const 0) (i32.const 5))
    (call $check (i32.eq (i32.load8_u (i32.const 0)) (i32.const 102)))
    (call $check (i32.eq (i32.load8_u $second (i32.const 0)) (i32.const 115)))
    (call $check (i32.eq (i32.load8_u $third (i32.const 65536)) (i32.const 116)))
    (call $check (i32.eq (memory.grow $second (i32.const 3)) (i32.const 1)))
    (call $check (i32.eq (memory.grow $second (i32.const 1)) (i32.const -1)))
    (call $check (i32.eq (memory.size $second) (i32.const 4)))
    (call $check (i32.eq (memory.size) (i32.const 1)))
    (memory.copy $second $third (i32.const 200000) (i32.const 65536) (i32.const 5))
    (memory.fill $third (i32.const 65536) (i32.const 1) (i32.const 5))
    (call $check (i32.eq (i32.load8_u $second offset=4 (i32.const 200000)) (i32.const 100)))
    (call $check (i32.eq (i32.load8_u $third offset=4 (i32.const 65536)) (i32.const 1)))))
