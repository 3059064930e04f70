(module (import "m" "mem" (memory 1 4 shared))
  (func (export "wait64") (param i32 i64) (result i32) (memory.atomic.wait64 (local.get 0) (i64.const 0) (local.get 1)))
  (func (export "size") (result i32) (memory.size)))
