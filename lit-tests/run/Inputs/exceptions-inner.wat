(module
  (tag $e (export "e") (param i32 v128))
  (func (export "throw") (param i32) (throw $e (local.get 0) (v128.const i64x2 3 4))))
