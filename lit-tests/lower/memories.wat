;; Further memories have their base in a record; data for memory 0 stays in the image, other data is copied at start.
;; RUN: %sinter --target=x86_64-linux -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (memory 1) (memory $other 1)
  (data (memory 0) (i32.const 8192) "image")
  (data (memory 0) (i32.const 0) "image")
  (data (memory $other) (i32.const 16) "copied")
  ;; CHECK: @wasm.image.0 = hidden {{.*}}section ".wasm.memory.0"
  (func (export "f") (param i32) (result i32)
    ;; CHECK-LABEL: define {{.*}}wasm.0.f
    ;; CHECK: [[BASE:%.*]] = load ptr, ptr @wasm.memory.1, {{.*}}!invariant.load
    ;; CHECK: [[ADDRESS:%.*]] = getelementptr nuw i8, ptr [[BASE]]
    ;; CHECK: load volatile i32, ptr [[ADDRESS]]
    (i32.load $other (local.get 0)))
  ;; CHECK-LABEL: define internal void @wasm.initialize
  ;; CHECK-NOT: wasm.data.0
  ;; CHECK: call void @llvm.memcpy{{.*}}@wasm.data.2
)
