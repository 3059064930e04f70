;; -mattr and -mcpu show in the code, and a CPU that lacks what a program was compiled for is refused.
;; REQUIRES: qemu-aarch64
;; RUN: %sinter -S %s --target=aarch64-linux -o - | FileCheck %s --check-prefix=PLAIN
;; RUN: %sinter -S -mattr=+lse %s --target=aarch64-linux -o - | FileCheck %s --check-prefix=LSE
;; RUN: %sinter -S -mcpu=cortex-a76 %s --target=aarch64-linux -o - | FileCheck %s --check-prefix=LSE
;; PLAIN: ldaxr
;; LSE: ldaddal
;; RUN: %sinter -mattr=+lse %s --target=aarch64-linux -o %t
;; RUN: qemu-aarch64 -cpu max %t
;; RUN: not qemu-aarch64 -cpu cortex-a53 %t 2>&1 | FileCheck %s --check-prefix=LACKS
;; LACKS: error: this program needs a CPU with lse, which this one has not
(module
  (memory 1 1 shared)
  (func (export "_start") (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))))
