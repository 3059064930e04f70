;; C functions in objects provide a program's imports, beside WASI's.
;; REQUIRES: host
;; RUN: rm -rf %t.dir && mkdir %t.dir && %sinter glue %s -o %t.dir/glue.h
;; RUN: FileCheck %s --check-prefix=HEADER < %t.dir/glue.h
;; RUN: %hostcc -std=c11 -Wall -Wextra -Werror -O1 -ffreestanding -I%t.dir -c %S/Inputs/glue.c -o %t.o
;; RUN: %sinter %s %t.o -o %t && %t | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s %t.o -o %t && %t | FileCheck %s
;; RUN: not %t far 2>&1 | FileCheck %s --check-prefix=FAR
;; RUN: not %sinter %s -o %t 2>&1 | FileCheck %s --check-prefix=NONE
;; CHECK: HELLO 1
;; FAR: error: shouted out of bounds
;; NONE: nothing provides these 5 imports
;; NONE: C functions in objects can provide them (sinter glue)
;; HEADER: /* (import "env" "add"): func [i32 i64 f32 f64] -> [] */
;; HEADER-NEXT: void env__add(int32_t p0, int64_t p1, float p2, double p3);
;; HEADER: int32_t env__negative(int32_t p0);
;; HEADER: int64_t env__total(void);
;; HEADER: float ZC3ZA9__half(float p0);
;; HEADER: int32_t wasi_snapshot_preview1__fd_write(int32_t p0, int32_t p1, int32_t p2, int32_t p3);
(module
  (import "env" "add" (func $add (param i32 i64 f32 f64)))
  (import "env" "negative" (func $negative (param i32) (result i32)))
  (import "env" "total" (func $total (result i64)))
  (import "é" "half" (func $half (param f32) (result f32)))
  (import "env" "shout" (func $shout (param i32 i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "hello 0\n")
  (func (export "_start")
    (call $add (i32.const -7) (i64.const 10) (f32.const 1.5) (f64.const 0.25))
    (if (i32.and
          (i64.eq (call $total) (i64.const 7))
          (i32.and
            (i32.eq (call $negative (i32.wrap_i64 (i64.const 0xffffffff))) (i32.const -1))
            (f32.eq (call $half (f32.const 5)) (f32.const 2.5))))
      (then (i32.store8 (i32.const 14) (i32.const 49))))
    (drop (call $args (i32.const 32) (i32.const 36)))
    (call $shout (i32.const 8)
      (select (i32.const 8) (i32.const 65536) (i32.eq (i32.load (i32.const 32)) (i32.const 1))))
    (i32.store (i32.const 0) (i32.const 8))
    (i32.store (i32.const 4) (i32.const 8))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 40)))))
