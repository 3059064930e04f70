;; A thread that waits for the other end of a named pipe keeps no other thread from its calls: here that one opens it.
;; RUN: rm -rf %t.dir && mkdir %t.dir && mkfifo %t.dir/pipe && %sinter --dir %t.dir::/ %s -o %t && timeout 20 %t
;; RUN: %sinter -O0 --no-seccomp --no-landlock --dir %t.dir::/ %s -o %t && timeout 20 %t
(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "env" "memory" (memory 1 1 shared))
  (data (i32.const 0) "pipe")
  (data (i32.const 16) "\20\00\00\00\01\00\00\00")   ;; A buffer of one byte at 32.
  (data (i32.const 208) "\01\00\00\00")              ;; Half a second on the monotonic clock.
  (data (i32.const 216) "\00\65\cd\1d")
  (func $pipe (param $right i64) (param $at i32)
    (if (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0)
                    (local.get $right) (i64.const 0) (i32.const 0) (local.get $at))
      (then (call $exit (i32.const 1)))))
  (func (export "wasi_thread_start") (param i32 i32)
    ;; By then the first thread waits for a writer.
    (drop (call $poll (i32.const 192) (i32.const 256) (i32.const 1) (i32.const 300)))
    (call $pipe (i64.const 64) (i32.const 48))
    (i32.store8 (i32.const 32) (i32.const 77))
    (drop (call $write (i32.load (i32.const 48)) (i32.const 16) (i32.const 1) (i32.const 56))))
  (func (export "_start")
    (drop (call $spawn (i32.const 0)))
    (call $pipe (i64.const 2) (i32.const 40))
    (if (call $read (i32.load (i32.const 40)) (i32.const 16) (i32.const 1) (i32.const 60))
      (then (call $exit (i32.const 2))))
    (call $exit (i32.ne (i32.load8_u (i32.const 32)) (i32.const 77)))))
