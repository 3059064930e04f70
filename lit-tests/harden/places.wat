;; A hardened program is loaded elsewhere each time, and its memory is elsewhere from there; another one is not.
;; REQUIRES: host, aslr
;; RUN: %sinter --harden %s -o %t && %python %S/Inputs/places.py %t | FileCheck %s
;; CHECK:      image moves
;; CHECK-NEXT: memory moves
;; CHECK-NEXT: distance moves
;; RUN: %sinter %s -o %t && %python %S/Inputs/places.py %t | FileCheck %s --check-prefix=USUAL
;; USUAL:      image stays
;; USUAL-NEXT: memory stays
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\01\00\00\00")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))
