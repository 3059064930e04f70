;; A call in a try is an invoke; one outside is a call. A try that only its own code could leave costs
;; nothing: there is no invoke. Modules without exceptions keep nounwind.
;; RUN: %sinter -O0 -S -emit-llvm --form=static --trap-unknown-imports %s -o - | FileCheck %s
(module
  (tag $e (param i32))
  (func $callee (throw $e (i32.const 1)))
  ;; CHECK-LABEL: define internal void @wasm.0.callee()
  ;; CHECK: %[[NEW:.*]] = call ptr @__sinter_exception_new(ptr @wasm.tag.0, i64 1)
  ;; CHECK: call void @__sinter_throw(ptr %[[NEW]])
  ;; CHECK-NEXT: unreachable
  (func $catch (result i32)
    (block $h (result i32) (try_table (catch $e $h) (call $callee)) (i32.const 0)))
  ;; CHECK-LABEL: define internal i32 @wasm.1.catch() {{.*}} personality ptr @__sinter_personality
  ;; CHECK: invoke void @wasm.0.callee()
  ;; CHECK: landingpad { ptr, i32 }
  ;; CHECK-NEXT: catch ptr null
  (func $outside (call $callee) (block $h (try_table (catch_all $h) (drop (i32.const 1)))))
  ;; CHECK-LABEL: define internal void @wasm.2.outside()
  ;; CHECK-NOT: personality
  ;; CHECK: call void @wasm.0.callee()
  ;; CHECK-NOT: invoke
  (func (export "_start") (drop (call $catch)) (call $outside)))
