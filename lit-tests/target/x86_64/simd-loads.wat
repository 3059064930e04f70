;; Loads into one or all lanes take the one instruction that does it, where no lost trap forbids it.
;; RUN: %sinter -O2 -S --form=static --target=x86_64-linux -mcpu=x86-64-v2 %s -o - | FileCheck %s
(module (memory 1)
  (func $at (param i32) (result i32) (i32.load (local.get 0)))
  ;; CHECK-LABEL: _start:
  (func (export "_start")
    ;; CHECK: movss __sinter_memory(%r{{.*}}), %[[X:xmm[0-9]+]]
    ;; CHECK-NEXT: movaps %[[X]], __sinter_memory+64
    (v128.store (i32.const 64) (v128.load32_zero (call $at (i32.const 0))))
    ;; CHECK: movsd __sinter_memory(%r{{.*}}), %[[X:xmm[0-9]+]]
    ;; CHECK-NEXT: movaps %[[X]], __sinter_memory+80
    (v128.store (i32.const 80) (v128.load64_zero (call $at (i32.const 0))))
    ;; CHECK: movddup __sinter_memory(%r{{.*}}), %[[X:xmm[0-9]+]]
    ;; CHECK-NEXT: movapd %[[X]], __sinter_memory+96
    (v128.store (i32.const 96) (v128.load64_splat (call $at (i32.const 0))))
    ;; CHECK: pmovzxwd __sinter_memory(%r{{.*}}), %[[X:xmm[0-9]+]]
    ;; CHECK-NEXT: movdqa %[[X]], __sinter_memory+112
    (v128.store (i32.const 112) (v128.load16x4_u (call $at (i32.const 0))))))
