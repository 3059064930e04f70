;; Without shared memory nobody can wait, so notify is 0 after its checks and wait traps; no runtime call.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (memory 1)
  ;; CHECK-NOT: @__sinter_memory_
  (func (export "notify") (param i32) (result i32)
    ;; CHECK: icmp ugt i64 {{.*}}, 65536
    (memory.atomic.notify (local.get 0) (i32.const 1)))
  (func (export "wait") (param i32) (result i32)
    ;; CHECK: call void @__sinter_trap(i32 18)
    (memory.atomic.wait32 (local.get 0) (i32.const 0) (i64.const 0))))
