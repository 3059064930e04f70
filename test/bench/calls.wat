;; What calls cost: one function to be called, and loops that call imports.
(module
  (import "env" "add" (func $imported (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "out") (param $count i32) (result i32) (local $sum i32)
    (loop $next
      (local.set $sum (call $imported (local.get $sum) (local.get $count)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum)))
