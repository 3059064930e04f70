;; RUN: %sinter inspect %s | FileCheck %s
;; CHECK: inspect.wat: {{[0-9]+}} bytes
;; CHECK-NEXT: name      sample
;; CHECK-NEXT: features  sign-ext, mutable-globals, bulk-memory
;; CHECK: imports: 2
;; CHECK-NEXT: wasi_snapshot_preview1.proc_exit  func [i32] -> []{{$}}
;; CHECK-NEXT: env.draw  func [i32 f64] -> [i32]  (from a host only)
;; CHECK: exports: 3
;; CHECK-NEXT: memory  memory 0
;; CHECK-NEXT: count  global mut i32
;; CHECK-NEXT: _start  func [] -> []
;; CHECK-NEXT: memory 0: 3 pages of 64 KiB, at most 7
;; CHECK-NEXT: table 0: 5 elements, no maximum of funcref
;; CHECK: {{ }}4  functions, 2 of them imported
;; CHECK: {{ }}5  bytes of data in 1 segments
;; CHECK: largest functions:
;; CHECK-NEXT: bytes  big
;; CHECK-NEXT: bytes  _start
(module $sample
  (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
  (import "env" "draw" (func (param i32 f64) (result i32)))
  (memory (export "memory") 3 7)
  (table 5 funcref)
  (global (export "count") (mut i32) (i32.const 0))
  (data (i32.const 0) "12345")
  (func (export "_start"))
  (func $big (param i32) (result i32)
    (memory.fill (i32.const 0) (i32.const 0) (i32.const 8))
    (i32.extend8_s (local.get 0))))
