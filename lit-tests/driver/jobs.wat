;; The output is the same bytes whatever -j is, also when there are many partitions.
;; REQUIRES: host
;; RUN: %sinter -j1 --partition-bytes=1 %s -o %t.1
;; RUN: %sinter -j4 --partition-bytes=1 %s -o %t.4
;; RUN: cmp %t.1 %t.4
;; RUN: %t.1
;; RUN: %sinter -shared -j1 --partition-bytes=1 %s -o %t.1.so
;; RUN: %sinter -shared -j3 --partition-bytes=1 %s -o %t.3.so
;; RUN: cmp %t.1.so %t.3.so

;; Objects of partitions are joined into one.
;; RUN: %sinter -c --partition-bytes=1 %s -o %t.o
;; RUN: llvm-readobj --symbols %t.o | FileCheck %s --check-prefix=OBJECT
;; OBJECT: Name: sinter_module

;; Text comes in numbered files.
;; RUN: rm -rf %t.d && mkdir %t.d
;; RUN: %sinter -S --partition-bytes=1 %s -o %t.d/out.s
;; RUN: ls %t.d | FileCheck %s --check-prefix=FILES
;; FILES: {{^}}out.0.s
;; FILES-NEXT: {{^}}out.1.s
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $a (param i32) (result i32)
    (local $i i32)
    (loop $l
      (i32.store (local.get $i) (local.get 0))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $l (i32.lt_u (local.get $i) (i32.const 400))))
    (i32.load (i32.const 40)))
  (func $b (param i32) (result i32) (i32.mul (call $a (local.get 0)) (call $a (i32.const 2))))
  (func $c (param i32) (result i32) (i32.sub (call $b (local.get 0)) (call $b (i32.const 1))))
  (func (export "_start")
    (if (i32.ne (call $c (i32.const 3)) (i32.const 4)) (then (call $exit (i32.const 1))))))
