;; A constant taken from an index becomes a displacement where nothing lies before the memory.
;; RUN: %sinter -S -emit-llvm --form=static %s -o - | FileCheck %s
;; RUN: sed 's/memory 1)/memory 65536)/' %s > %t.wat
;; RUN: %sinter -S -emit-llvm --form=static %t.wat -o - | FileCheck %s --check-prefix=KEPT
;; RUN: %sinter -S -emit-llvm --form=static --memory=checked %s -o - | FileCheck %s --check-prefix=KEPT
;; RUN: %sinter -S -emit-llvm --form=static --trap-state=exact %s -o - | FileCheck %s
(module
  (memory 1)
  ;; CHECK-LABEL: @wasm.0._start(
  ;; CHECK: %[[WIDE:.*]] = zext i32 %[[INDEX:.*]] to i64
  ;; CHECK: %[[PLACE:.*]] = getelementptr i8, ptr @__sinter_memory, i64 %[[WIDE]]
  ;; CHECK: getelementptr i8, ptr %[[PLACE]], i64 -3
  ;; Behind a static offset a wrapped index may be in bounds.
  ;; CHECK: add i32 %{{.*}}, -5
  ;; KEPT-LABEL: @wasm.0._start(
  ;; KEPT: add i32 %{{.*}}, -3
  ;; KEPT: add i32 %{{.*}}, -5
  (func (export "_start")
    (i32.store (i32.sub (i32.load (i32.const 16)) (i32.const 3)) (i32.const 1))
    (i32.store offset=8 (i32.sub (i32.load (i32.const 20)) (i32.const 5)) (i32.const 1))))
