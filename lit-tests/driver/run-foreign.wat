;; What this machine cannot execute.
;; REQUIRES: x86_64-host, no-emulation
;; RUN: not %sinter run --target=riscv64-linux %s 2>&1 | FileCheck %s
;; RUN: not %sinter run --target=aarch64-linux %s 2>&1 | FileCheck %s
;; CHECK: sinter: error: cannot execute {{.*}}: Exec format error
(module (func (export "_start")))
