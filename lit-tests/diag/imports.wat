;; A program's imports are resolved in wasm terms, before anything is compiled: all that nothing
;; provides are listed by module, name and type; a wrong type is told with both types.
;; RUN: not %sinter %s -o %t.no 2>&1 | FileCheck %s
;; CHECK: sinter: error: {{.*}}imports.wat:20:{{[0-9]+}}: nothing provides these 3 imports
;; CHECK: {{^}}>>> env.draw: func [i32 f64] -> [i64]
;; CHECK-NEXT: {{^}}>>> env.mem: memory 1 2
;; CHECK-NEXT: {{^}}>>> js.state: global mut f32
;; CHECK-NEXT: {{^}}>>> -shared leaves them to a host program
;; CHECK: imports.wat:22:{{[0-9]+}}: import wasi_snapshot_preview1.fd_write has type [i32] -> [], but the function of that name has type [i32 i32 i32 i32] -> [i32]
;; RUN: not ls %t.no

;; Trapping helps with functions only.
;; RUN: not %sinter --trap-unknown-imports %s -o %t.no 2>&1 | FileCheck %s --check-prefix=TRAP
;; TRAP: nothing provides these 2 imports
;; TRAP-NOT: env.draw

;; A host provides what it likes.
;; RUN: %sinter -c %s -o %t.o
(module
  (import "env" "draw" (func (param i32 f64) (result i64)))
  (import "env" "mem" (memory 1 2))
  (import "wasi_snapshot_preview1" "fd_write" (func (param i32)))
  (import "js" "state" (global (mut f32)))
  (func (export "_start")))
