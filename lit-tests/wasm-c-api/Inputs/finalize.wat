(module
  (import "" "nothing" (func $nothing))
  (memory $memory 1)
  (global $count (mut i32) (i32.const 0))
  (func (export "count") (result i32)
    (call $nothing)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (global.get $count))
  (export "memory" (memory $memory)))
