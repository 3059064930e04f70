;; Checked mode compares index + offset + size with the length, in 64 bits, and the access is plain.
;; RUN: %sinter -O0 -S -emit-llvm --form=static --memory=checked %s -o - | FileCheck %s
(module
  (memory 1)
  (func (export "grow") (drop (memory.grow (i32.const 1))))
  (func (export "f") (param i32) (result i64)
    ;; CHECK-LABEL: define {{.*}}wasm.1.f
    ;; CHECK: [[INDEX:%.*]] = zext i32 {{.*}} to i64
    ;; CHECK: [[OFFSET:%.*]] = add nuw nsw i64 [[INDEX]], 100
    ;; CHECK: [[END:%.*]] = add nuw nsw i64 [[OFFSET]], 8
    ;; CHECK: [[LENGTH:%.*]] = load i64, ptr getelementptr {{.*}}@wasm.memory.0
    ;; CHECK: icmp ugt i64 [[END]], [[LENGTH]]
    ;; CHECK: load i64, ptr {{.*}} align 1
    ;; CHECK: call void @__sinter_trap(i32 2)
    (i64.load offset=100 (local.get 0))))
