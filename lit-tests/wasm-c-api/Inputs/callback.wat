(module
  (import "host" "add" (func $add (param i32 i32) (result i32)))
  (import "host" "closure" (func $closure (param i32) (result i32)))
  (import "host" "mix" (func $mix (param i32 i64 f32 f64) (result f64 f32 i64 i32)))
  (func (export "run") (param i32 i32) (result i32)
    (call $closure (call $add (local.get 0) (local.get 1))))
  (func (export "mix") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
    (call $mix (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (export "closure" (func $closure)))
