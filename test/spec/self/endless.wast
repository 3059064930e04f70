;; A call that never returns costs its script the rest, and no more.
(module (func (export "f") (loop (br 0))) (func (export "g")))
(assert_return (invoke "g"))
(assert_return (invoke "f"))
(assert_return (invoke "g"))
