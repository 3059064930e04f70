;; A backtrace names what was inlined too, and each trap belongs to the function that raised it, where two
;; callees trap for the same reason. The number of arguments picks the way.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s --check-prefix=LEFT
;; RUN: not %t a 2>&1 | FileCheck %s --check-prefix=RIGHT
;; RUN: not %t a b 2>&1 | FileCheck %s --check-prefix=LOAD
;; RUN: not %t a b c 2>&1 | FileCheck %s --check-prefix=STORE
;; RUN: %sinter -O2 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s --check-prefix=LEFT
;; RUN: not %t a b 2>&1 | FileCheck %s --check-prefix=LOAD
;; RUN: not %t a b c 2>&1 | FileCheck %s --check-prefix=STORE
;; RUN: %sinter -O0 %s -o %t && not %t a 2>&1 | FileCheck %s --check-prefix=RIGHT
;; RUN: %sinter -O2 -S --form=static %s -o - | FileCheck %s --check-prefix=CODE

;; LEFT: trap: integer divide by zero
;; LEFT-NEXT: #0 quotient
;; LEFT-NEXT: #1 left
;; LEFT-NEXT: #2 _start
;; RIGHT: trap: integer divide by zero
;; RIGHT-NEXT: #0 remainder
;; RIGHT-NEXT: #1 right
;; RIGHT-NEXT: #2 _start
;; LOAD: trap: out of bounds memory access
;; LOAD-NEXT: #0 peek
;; LOAD-NEXT: #1 load
;; LOAD-NEXT: #2 _start
;; STORE: trap: out of bounds memory access
;; STORE-NEXT: #0 poke
;; STORE-NEXT: #1 store
;; STORE-NEXT: #2 _start

;; They were inlined, or this would show nothing new; and no debug information comes of it.
;; CODE-NOT: wasm.{{[0-9]+}}.quotient:
;; CODE-NOT: .debug
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func $quotient (param i32) (result i32) (i32.div_u (i32.const 10) (local.get 0)))
  (func $remainder (param i32) (result i32) (i32.rem_u (i32.const 10) (local.get 0)))
  (func $peek (param i32) (result i32) (i32.load (local.get 0)))
  (func $poke (param i32) (i32.store (local.get 0) (i32.const 7)))
  (func $left (param i32) (result i32) (i32.add (call $quotient (local.get 0)) (i32.const 1)))
  (func $right (param i32) (result i32) (i32.add (call $remainder (local.get 0)) (i32.const 2)))
  (func $load (param i32) (result i32) (i32.add (call $peek (local.get 0)) (i32.const 2)))
  (func $store (param i32) (result i32) (call $poke (local.get 0)) (i32.const 2))
  (func (export "_start") (local $zero i32)
    (drop (call $args_sizes_get (i32.const 8) (i32.const 12)))
    (local.set $zero (i32.load (i32.const 32)))
    (i32.store (i32.const 16)
      (if (result i32) (i32.eq (i32.load (i32.const 8)) (i32.const 1))
        (then (call $left (local.get $zero)))
        (else (if (result i32) (i32.eq (i32.load (i32.const 8)) (i32.const 2))
          (then (call $right (local.get $zero)))
          (else (if (result i32) (i32.eq (i32.load (i32.const 8)) (i32.const 3))
            (then (call $load (i32.sub (local.get $zero) (i32.const 100))))
            (else (call $store (i32.sub (local.get $zero) (i32.const 100)))))))))))
)
