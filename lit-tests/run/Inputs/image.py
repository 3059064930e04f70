# A module with 20,000 bytes of data, which instances share until they write to them.
print('''(module
  (memory (export "memory") 2 8)
  (data (i32.const 100) "%s")
  (data (i32.const 70000) "\\05")
  (global $g (mut i32) (i32.const 1))
  (func (export "sum") (result i32) (local $i i32) (local $sum i32)
    (loop $l
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $i))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 131072))))
    (i32.add (global.get $g) (local.get $sum)))
  (func (export "spoil") (local $i i32)
    (drop (memory.grow (i32.const 1)))
    (global.set $g (i32.const 9))
    (loop $l
      (i32.store8 (local.get $i) (i32.const 255))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1000))) (i32.const 190000))))))''' % ("\\03" * 20000))
