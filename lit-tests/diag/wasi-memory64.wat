;; WASI is defined for 32-bit memories; a 64-bit one is told so, rather than that some type differs.
;; RUN: not %sinter %s -o %t 2>&1 | FileCheck %s
;; CHECK: wasi-memory64.wat:5:{{.*}}import wasi_snapshot_preview1.fd_close works on a memory with 32-bit addresses, but the module's memory has 64-bit ones; there is no 64-bit WASI yet
(module
  (import "wasi_snapshot_preview1" "fd_close" (func (param i32) (result i32)))
  (memory (export "memory") i64 1)
  (func (export "_start")))
