;; A memory that grows large, at once and by single pages (a program's asks for huge pages then).
;; RUN: %sinter %s -o %t && %t
;; RUN: %sinter -O0 --memory=checked %s -o %t.checked && %t.checked
(module
  (memory 1)
  (func (export "_start") (local $i i32)
    (if (i32.ne (memory.grow (i32.const 1023)) (i32.const 1)) (then (unreachable)))
    (loop $again
      (i32.store8 (local.get $i) (i32.const 1))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4096))) (i32.const 67108864))))
    (loop $more
      (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))
      (br_if $more (i32.lt_u (memory.size) (i32.const 1100))))
    (i32.store (i32.const 72089596) (i32.const 7))))
