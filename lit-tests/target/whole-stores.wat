;; For a host, a trap leaves no half of a misaligned store: on CPUs that may write one, the last byte is read first.
;; RUN: %sinter -O2 -S --target=aarch64-linux %s -o - | FileCheck %s --check-prefixes=CHECK,AARCH64
;; RUN: %sinter -O2 -S --target=riscv64-linux %s -o - | FileCheck %s --check-prefixes=CHECK,RISCV
;; RUN: %sinter -O2 -S -emit-llvm --target=x86_64-linux %s -o - | FileCheck %s --check-prefix=NONE
;; RUN: %sinter -O2 -S -emit-llvm --target=aarch64-linux --memory=checked %s -o - | FileCheck %s --check-prefix=NONE
;; RUN: %sinter -O2 -S -emit-llvm --target=aarch64-linux --trap-state=relaxed %s -o - | FileCheck %s --check-prefix=NONE
;; RUN: %sinter -O2 -S -emit-llvm --target=aarch64-linux --form=static %s -o - | FileCheck %s --check-prefix=NONE
;; NONE-NOT: load volatile i8
(module
  (memory (export "memory") 1)
  ;; CHECK-LABEL: any:
  ;; AARCH64: ldrb wzr, [{{x[0-9]+}}, #7]
  ;; AARCH64: str {{x[0-9]+}}
  ;; RISCV: lbu zero, 7({{.*}})
  ;; RISCV: sd
  (func $any (export "any") (param i32 i64) (i64.store (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: lane:
  ;; AARCH64: ldrb wzr, [{{x[0-9]+}}, #3]
  ;; RISCV: lbu zero, 3({{.*}})
  (func $lane (export "lane") (param i32 v128) (v128.store32_lane 1 (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: aligned:
  ;; CHECK-NOT: {{ldrb|lbu}}
  ;; CHECK: ret
  (func $aligned (export "aligned") (param i32 i64)
    (i64.store offset=16 (i32.and (local.get 0) (i32.const -8)) (local.get 1)))
  ;; CHECK-LABEL: byte:
  ;; CHECK-NOT: {{ldrb|lbu}}
  ;; CHECK: ret
  (func $byte (export "byte") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))
