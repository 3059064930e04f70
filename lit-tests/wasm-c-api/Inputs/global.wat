(module
  (import "host" "constant" (global $constant i32))
  (import "host" "variable" (global $variable (mut f64)))
  (global $own (mut i32) (i32.const 20))
  (func (export "sum") (result i32)
    (i32.add (i32.add (global.get $constant) (global.get $own))
             (i32.trunc_f64_s (global.get $variable))))
  (export "variable" (global $variable))
  (export "own" (global $own)))
