(module
  (import "" "f" (func $f (param i32) (result i32)))
  (table 1 funcref)
  (func (export "run") (param i32) (result i32)
    (i32.add (call $f (local.get 0)) (i32.sub (table.size) (i32.const 1)))))
