;; -mattr and -mcpu show in the code, and a CPU that lacks what a program was compiled for is refused.
;; REQUIRES: qemu-riscv64
;; RUN: %sinter -S -mattr=+zbb,+zba %s --target=riscv64-linux -o - | FileCheck %s
;; RUN: %sinter -S -mcpu=sifive-p550 %s --target=riscv64-linux -o - | FileCheck %s
;; CHECK: clz
;; RUN: %sinter -mattr=+zbb,+zba %s --target=riscv64-linux -o %t
;; RUN: qemu-riscv64 -cpu rv64,zba=true,zbb=true %t
;; RUN: not qemu-riscv64 -cpu rv64,zba=true,zbb=false %t 2>&1 | FileCheck %s --check-prefix=LACKS
;; LACKS: error: this program needs a CPU with zbb, which this one has not
;; RUN: %sinter -mattr=+v %s --target=riscv64-linux -o %t
;; RUN: qemu-riscv64 -cpu rv64,v=true %t
;; RUN: not qemu-riscv64 -cpu rv64,v=false %t 2>&1 | FileCheck %s --check-prefix=VECTOR
;; VECTOR: error: this program needs a CPU with v, which this one has not
;; RUN: not %sinter -mcpu=native %s --target=riscv64-linux -o %t.no 2>&1 | FileCheck %s --check-prefix=NATIVE
;; NATIVE: error: -mcpu=native: this machine's CPU is not one of target riscv64-linux
(module
  (memory 1)
  (func (export "_start") (i64.store (i32.const 0) (i64.clz (i64.load (i32.const 8))))))
