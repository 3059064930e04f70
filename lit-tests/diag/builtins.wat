;; What AssemblyScript and Emscripten import beside WASI is there, and preview 0 too.
;; RUN: %sinter %s -o %t && %t
(module
  (import "env" "abort" (func (param i32 i32 i32 i32)))
  (import "env" "seed" (func $seed (result f64)))
  (import "env" "trace" (func (param i32 i32 f64 f64 f64 f64 f64)))
  (import "env" "emscripten_notify_memory_growth" (func $grown (param i32)))
  (import "wasi_unstable" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $seed))
    (call $grown (i32.const 0))
    (drop (call $yield))))
