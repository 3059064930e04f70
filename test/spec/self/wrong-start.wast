;; A trap at the start takes the module's assertions along.
(module (func $f (unreachable)) (start $f) (func (export "f")))
(assert_return (invoke "f"))
