;; An executable says what it is in __sinter_program.
;; RUN: %sinter -O0 -S -emit-llvm --form=static --stack-size=65536 --dir=.::/here --env=A=b %s -o - | FileCheck %s
(module
  (memory 2 3)
  (func (export "_start"))
  ;; CHECK-DAG: @wasm.memories = {{.*}}{ ptr @wasm.memory.0, ptr @__sinter_memory, i64 2, i64 3, i64 65536, ptr null, i64 0 }
  ;; CHECK-DAG: c"/here\00"
  ;; CHECK-DAG: c"A=b\00"
  ;; CHECK: @__sinter_program = constant {{.*}} { i64 12, i64 24, i64 65536, {{.*}}ptr @wasm.initialize, ptr @wasm.entry, ptr @wasm.grants, i64 1, ptr @wasm.environment, i64 1, ptr null, ptr null }
)
