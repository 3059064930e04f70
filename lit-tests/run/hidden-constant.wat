;; A constant that reaches a multiplication through a call or a local does not make LLVM drop it: NaNs come out quiet.
;; RUN: %sinter -O2 %s -o %t && %t
;; RUN: %sinter -O0 %s -o %t && %t
(module
  (func $mul (param f64 f64) (result f64) (f64.mul (local.get 0) (local.get 1)))
  (func $check (param i64)
    (if (i64.eqz (i64.and (local.get 0) (i64.const 0x0008000000000000))) (then (unreachable))))
  (memory 1) (data (i32.const 0) "\01\00\00\00\00\00\f0\7f")
  (func (export "_start") (local $one f64) (local $zero f64)
    (local.set $one (f64.const 1))
    (call $check (i64.reinterpret_f64 (f64.mul (f64.load (i32.const 0)) (local.get $one))))
    (call $check (i64.reinterpret_f64 (f64.sub (f64.load (i32.const 0)) (local.get $zero))))
    (call $check (i64.reinterpret_f64 (call $mul (f64.const 1) (f64.load (i32.const 0)))))
    (call $check (i64.reinterpret_f64 (f64.min (f64.load (i32.const 0)) (f64.const 5))))))
