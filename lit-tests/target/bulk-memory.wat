;; Blocks of any length are copied and filled by the runtime's functions, short ones of a known length in place;
;; never byte by byte.
;; RUN: %sinter -S %s --target=x86_64-linux -o - | FileCheck %s
;; RUN: %sinter -S %s --target=aarch64-linux -o - | FileCheck %s
;; RUN: %sinter -S %s --target=riscv64-linux -o - | FileCheck %s
;; RUN: %sinter -S -O0 %s --target=x86_64-linux -o - | FileCheck %s
;; RUN: %sinter -S --trap-state=relaxed --memory=checked %s --target=aarch64-linux -o - | FileCheck %s
(module
  (memory 1)
  ;; CHECK-LABEL: fill{{.*}}:
  ;; CHECK: {{call|bl|tail|b|jmp}}{{q?}} {{.*}}memset
  (func $fill (export "fill") (param i32 i32 i32)
    (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: copy{{.*}}:
  ;; CHECK: {{call|bl|tail|b|jmp}}{{q?}} {{.*}}memmove
  (func $copy (export "copy") (param i32 i32 i32)
    (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: large{{.*}}:
  ;; CHECK: {{call|bl|tail|b|jmp}}{{q?}} {{.*}}memmove
  (func $large (export "large") (param i32 i32)
    (memory.copy (local.get 0) (local.get 1) (i32.const 2000)))
  ;; CHECK-LABEL: small{{.*}}:
  ;; CHECK-NOT: memmove
  ;; CHECK-LABEL: end{{.*}}:
  (func $small (export "small") (param i32 i32)
    (memory.copy (local.get 0) (local.get 1) (i32.const 16)))
  (func $end (export "end")))
