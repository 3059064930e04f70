;; Exceptions of both kinds: through frames, by tag, by reference, thrown again, delegated; and many
;; of them in bounded memory.
;; RUN: %sinter -O2 %s -o %t && %t
;; RUN: %sinter -O0 %s -o %t && %t
;; RUN: %sinter -O1 --memory=checked %s -o %t && %t
(module
  (tag $e (param i32))
  (tag $pair (param i64 f64))
  ;; Throws $e 42 (kind 1) or $pair 7 2.5 (kind 2) `depth` frames down.
  (func $throw (param $depth i32) (param $kind i32)
    (if (i32.eqz (local.get $depth)) (then
      (if (i32.eq (local.get $kind) (i32.const 1)) (then (throw $e (i32.const 42))))
      (throw $pair (i64.const 7) (f64.const 2.5))))
    (call $throw (i32.sub (local.get $depth) (i32.const 1)) (local.get $kind)))
  (func $byTag (param $kind i32) (result i32) (local $half i32)
    (block $pair (result i64 f64)
      (block $e (result i32)
        (try_table (catch $e $e) (catch $pair $pair) (call $throw (i32.const 5) (local.get $kind)))
        (unreachable))
      (return))
    (local.set $half (i32.trunc_f64_s (f64.mul (f64.const 2))))
    (i32.wrap_i64) (local.get $half) (i32.add))
  (func $byReference (result i32) (local $held exnref)
    (local.set $held (block $h (result exnref)
      (try_table (catch_all_ref $h) (call $throw (i32.const 3) (i32.const 1))) (unreachable)))
    (block $e (result i32) (try_table (catch $e $e) (throw_ref (local.get $held))) (i32.const 0)))
  (func $legacy (param $kind i32) (result i32)
    (try (result i32)
      (do (try (result i32)
        (do (try (do (call $throw (i32.const 2) (local.get $kind))) (delegate 0)) (i32.const 0))
        (catch $pair (drop) (drop) (i32.const 5))
        (catch_all (rethrow 0))))
      (catch $e)))
  ;; A tail call leaves the handler of its function.
  (func $tail (try_table (catch_all 0) (return_call $throw (i32.const 0) (i32.const 1))))
  (func $check (param i32 i32) (if (i32.ne (local.get 0) (local.get 1)) (then (unreachable))))
  (func (export "_start") (local $i i32)
    (call $check (call $byTag (i32.const 1)) (i32.const 42))
    (call $check (call $byTag (i32.const 2)) (i32.const 12))
    (call $check (call $legacy (i32.const 1)) (i32.const 42))
    (call $check (call $legacy (i32.const 2)) (i32.const 5))
    (call $check (block $e (result i32) (try_table (catch $e $e) (call $tail)) (i32.const 0)) (i32.const 42))
    (loop $again
      (call $check (call $byReference) (i32.const 42))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20000))))))
