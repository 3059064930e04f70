;; A shared object says what it is in one symbol: imports and exports with their slots.
;; RUN: %sinter -O0 -S -emit-llvm %s -o - | FileCheck %s
(module
  ;; Slots 0 to 2 are the instance's own: the imported memory's pointer is 3, the table's record 4 to 7.
  (import "host" "memory" (memory 1 5))
  (import "host" "call" (func (param i32)))
  (table (export "table") 7 funcref)
  (global (export "global") (mut i64) (i64.const 3))
  ;; CHECK-DAG: @wasm.imports = {{.*}}i64 2, i64 4096, i64 1, i64 5, i64 3, i64 1 }
  ;; CHECK-DAG: @wasm.exports = {{.*}}i64 1, i64 112, i64 7, i64 -1, i64 4, i64 0 }{{.*}}i64 3, i64 382, i64 0, i64 -1, i64 8, i64 0 }
  ;; CHECK-DAG: @wasm.tables = {{.*}}{ i64 4, i64 7, i64 -1, i64 112, i64 0 }
  ;; CHECK: @sinter_module_descriptor = constant {{.*}} { i64 12, i64 0, i64 12, ptr @wasm.initialize
)
