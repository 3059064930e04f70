;; Addresses are GEPs from the memory's symbol with the offset added where it cannot wrap.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
(module
  (memory 1)
  (func (export "f") (param i32) (result i32)
    ;; CHECK: [[INDEX:%.*]] = zext i32 {{.*}} to i64
    ;; CHECK: [[OFFSET:%.*]] = add nuw nsw i64 [[INDEX]], 4294967295
    ;; CHECK: getelementptr nuw i8, ptr @__sinter_memory, i64 [[OFFSET]]
    (i32.load8_u offset=0xffffffff (local.get 0))))
