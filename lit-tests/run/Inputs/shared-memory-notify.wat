(module (import "m" "mem" (memory 1 4 shared))
  (func (export "notify") (param i32 i32) (result i32) (memory.atomic.notify (local.get 0) (local.get 1)))
  (func (export "wait32") (param i32) (result i32) (memory.atomic.wait32 (local.get 0) (i32.const 0) (i64.const -1)))
  (func (export "grow") (result i32) (memory.grow (i32.const 1))))
