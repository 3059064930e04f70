;; The initial contents of memory 0, in several places, and what start-up relocates: tables, references,
;; globals that hold them.
;; RUN: %sinter --harden %s -o %t && %t
;; RUN: %sinter --harden -O0 %s -o %t && %t
;; RUN: %sinter --harden --memory=checked %s -o %t && %t
;; RUN: %sinter --harden --partition-bytes=1 %s -o %t && %t
;; Without room for a reservation.
;; RUN: %sinter --harden %s -o %t && sh -c "ulimit -v 300000; %t"
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (type $value (func (result i32)))
  (memory (export "memory") 40 80)
  (data (i32.const 70000) "\01")
  (data (i32.const 90000) "\02")
  (data (i32.const 1000000) "\03")
  (data (i32.const 1200000) "\04")
  (data (i32.const 2500000) "\05")
  (table $called 3 funcref)
  (elem (table $called) (i32.const 0) func $seven $eight $nine)
  (table $changed 2 4 funcref)
  (elem (table $changed) (i32.const 1) func $eight)
  (global $reference (mut funcref) (ref.func $nine))
  (func $seven (result i32) (i32.const 7))
  (func $eight (result i32) (i32.const 8))
  (func $nine (result i32) (i32.const 9))
  (func $grow (result i32)
    (drop (memory.grow (i32.const 20)))
    (i32.store8 (i32.const 3900000) (i32.const 3))
    (i32.load8_u (i32.const 3900000)))
  (func (export "_start")
    (local $sum i32)
    (local.set $sum (i32.add (i32.load8_u (i32.const 70000)) (i32.load8_u (i32.const 90000))))
    (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.const 1000000))))
    (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.const 1200000))))
    (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.const 2500000)))) ;; 15
    (local.set $sum (i32.add (local.get $sum) (i32.load (i32.const 1100000))))
    (table.set $changed (i32.const 0) (global.get $reference))
    (drop (table.grow $changed (ref.func $seven) (i32.const 1)))
    (local.set $sum (i32.add (local.get $sum) (call_indirect $called (type $value) (i32.const 0)))) ;; 22
    (local.set $sum (i32.add (local.get $sum) (call_indirect $changed (type $value) (i32.const 1)))) ;; 30
    (local.set $sum (i32.add (local.get $sum) (call_indirect $changed (type $value) (i32.const 0)))) ;; 39
    (call $exit (i32.sub (i32.add (local.get $sum) (call $grow)) (i32.const 42)))))
