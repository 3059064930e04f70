;; Programs for this CPU print, trap and unwind as everywhere, whatever the target is called.
;; REQUIRES: qemu-riscv64
;; RUN: %sinter %s --target=riscv64-linux -o %t && not qemu-riscv64 %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 %s --target=riscv64-unknown-linux-musl -o %t && not qemu-riscv64 %t 2>&1 | FileCheck %s --check-prefixes=CHECK,FRAMES
;; RUN: %sinter --memory=checked %s --target=riscv64 -o %t && not qemu-riscv64 %t 2>&1 | FileCheck %s
;; CHECK: {{^}}hello{{$}}
;; CHECK: trap: out of bounds memory access
;; FRAMES-NEXT: #0 load
;; FRAMES-NEXT: #1 outside
;; FRAMES-NEXT: #2 _start
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\06\00\00\00")
  (data (i32.const 16) "hello\n")
  (func $load (param i32) (result i32) (i32.load (local.get 0)))
  (func $outside (drop (call $load (i32.const 65536))))
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (call $outside)))
