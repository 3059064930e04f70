(module
  (import "host" "fail" (func $fail (result i32)))
  (import "host" "start" (global $start i32))
  (func $inner (result i32) (call $fail))
  (func (export "callback") (result i32) (call $inner))
  (func (export "unreachable") (result i32) (unreachable))
  (func (export "deep") (result i32) (call $deep (i32.const 0)))
  (func $deep (param i32) (result i32)
    (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (local.get 0)))
  (func $begin
    (if (i32.eq (global.get $start) (i32.const 1)) (then (unreachable)))
    (if (i32.eq (global.get $start) (i32.const 2)) (then (drop (call $fail)))))
  (start $begin))
