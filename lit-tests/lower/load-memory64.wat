;; A 64-bit index is compared with length - (offset + size - 1), in every mode, and the access is plain.
;; RUN: %sinter -O0 -S -emit-llvm --form=static %s -o - | FileCheck %s
;; RUN: %sinter -O0 -S -emit-llvm --memory=checked %s -o - | FileCheck %s --check-prefix=INSTANCE
;; A constant place within the smallest length needs no check, and nothing has one that only measures.
;; RUN: %sinter -O0 -S -emit-llvm --form=static --unsafe-no-bounds-checks %s -o - | FileCheck %s --check-prefix=UNSAFE
;; UNSAFE-NOT: icmp
;; RUN: %sinter --help | FileCheck %s --check-prefix=HELP
;; HELP-NOT: unsafe
(module
  (memory i64 1)
  (func (export "grow") (drop (memory.grow (i64.const 1))))
  (func (export "near") (param i64) (result i64)
    ;; CHECK-LABEL: define {{.*}}wasm.1.near
    ;; INSTANCE-LABEL: define {{.*}}wasm.1.near
    ;; CHECK: [[LENGTH:%.*]] = load i64, ptr getelementptr {{.*}}@wasm.memory.0
    ;; CHECK: [[LIMIT:%.*]] = sub nuw i64 [[LENGTH]], 107
    ;; CHECK: icmp uge i64 {{.*}}, [[LIMIT]]
    ;; CHECK: load i64, ptr {{.*}} align 1
    ;; INSTANCE: icmp uge i64
    (i64.load offset=100 (local.get 0)))
  (func (export "far") (param i64) (result i64)
    ;; CHECK-LABEL: define {{.*}}wasm.2.far
    ;; CHECK: call i64 @llvm.usub.sat.i64(i64 {{.*}}, i64 65543)
    (i64.load offset=65536 (local.get 0)))
  (func (export "never") (param i64) (result i64)
    ;; CHECK-LABEL: define {{.*}}wasm.3.never
    ;; CHECK: br i1 true, label %trap
    (i64.load offset=0xffffffffffffffff (local.get 0)))
  (func (export "constant") (result i64)
    ;; CHECK-LABEL: define {{.*}}wasm.4.constant
    ;; CHECK-NOT: icmp
    ;; CHECK: load i64
    (i64.load offset=8 (i64.const 65520)))
  (func (export "beyond") (result i64)
    ;; CHECK-LABEL: define {{.*}}wasm.5.beyond
    ;; CHECK: icmp uge i64 65521
    (i64.load offset=8 (i64.const 65521))))
