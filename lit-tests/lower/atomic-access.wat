;; Atomic accesses are aligned and seq_cst, behind a check of the alignment; narrow ones extend with zeros.
;; RUN: %sinter -O0 -S -emit-llvm %s --form=instanced -o - | FileCheck %s
;; RUN: %sinter -O0 -S -emit-llvm %s --form=instanced --memory=checked -o - | FileCheck %s --check-prefixes=CHECK,SHARED
(module
  (memory 1 2 shared)
  ;; CHECK-LABEL: define {{.*}}@wasm.0.
  (func (export "load") (param i32) (result i64)
    ;; CHECK: [[LOW:%.*]] = and i32 {{.*}}, 1
    ;; CHECK: [[BAD:%.*]] = icmp ne i32 [[LOW]], 0
    ;; CHECK: br i1 [[BAD]]
    ;; SHARED: load atomic i64, ptr {{.*}} seq_cst, align 8
    ;; CHECK: [[VALUE:%.*]] = load atomic volatile i16, ptr {{.*}} seq_cst, align 2
    ;; CHECK: zext i16 [[VALUE]] to i64
    (i64.atomic.load16_u (local.get 0)))
  ;; CHECK-LABEL: define {{.*}}@wasm.1.
  (func (export "store") (param i32 i32)
    ;; CHECK-NOT: and i32
    ;; CHECK: [[BYTE:%.*]] = trunc i32 {{.*}} to i8
    ;; CHECK: store atomic volatile i8 [[BYTE]], ptr {{.*}} seq_cst, align 1
    (i32.atomic.store8 (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: define {{.*}}@wasm.2.
  (func (export "sub") (param i32 i64) (result i64)
    ;; CHECK: atomicrmw volatile sub ptr {{.*}}, i32 {{.*}} seq_cst, align 4
    (i64.atomic.rmw32.sub_u (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: define {{.*}}@wasm.3.
  (func (export "cmpxchg") (param i32 i64 i64) (result i64)
    ;; CHECK: and i32 {{.*}}, 7
    ;; CHECK: cmpxchg volatile ptr {{.*}}, i64 {{.*}}, i64 {{.*}} seq_cst seq_cst, align 8
    (i64.atomic.rmw.cmpxchg (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: define {{.*}}@wasm.4.
  (func (export "grow") (result i32)
    ;; CHECK: fence seq_cst
    ;; CHECK: call i64 @__sinter_memory_grow_shared
    (atomic.fence)
    (memory.grow (i32.const 1))))
