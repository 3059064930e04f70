;; Millions of tail calls need no stack: mutual, indirect, and with more parameters than registers.
;; RUN: %sinter -O2 --stack-size=65536 %s -o %t && %t
;; RUN: %sinter -O0 --stack-size=65536 %s -o %t && %t
;; RUN: %sinter -O1 --stack-size=65536 --memory=checked %s -o %t && %t
(module
  (type $step (func (param i32 i64) (result i64 f64)))
  (table funcref (elem $even $odd))
  (func $even (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1) (f64.const 0.5))))
    (return_call_indirect (type $step) (i32.sub (local.get 0) (i32.const 1))
      (i64.add (local.get 1) (i64.const 1)) (i32.const 1)))
  (func $odd (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1) (f64.const 1.5))))
    (return_call $even (i32.sub (local.get 0) (i32.const 1)) (i64.add (local.get 1) (i64.const 1))))
  ;; The parameters go round: two fewer registers than parameters, and none stays in its place.
  (func $many (param i32 i64 i64 i64 i64 i64 i64) (result i64)
    (if (i32.eqz (local.get 0))
      (then (return (i64.add (i64.mul (local.get 5) (i64.const 10)) (local.get 6)))))
    (return_call $many (i32.sub (local.get 0) (i32.const 1)) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5) (local.get 6) (local.get 1)))
  (func (export "_start") (local $last f64)
    (call $even (i32.const 5000001) (i64.const 0))
    (local.set $last)
    (if (i64.ne (i64.const 5000001)) (then (unreachable)))
    (if (f64.ne (local.get $last) (f64.const 1.5)) (then (unreachable)))
    (if (i64.ne (call $many (i32.const 6000002) (i64.const 1) (i64.const 2) (i64.const 3)
                  (i64.const 4) (i64.const 5) (i64.const 6)) (i64.const 12))
      (then (unreachable)))))
