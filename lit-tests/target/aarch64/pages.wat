;; Kernels for this CPU have pages of 4, 16 or 64 KiB, and a program runs on all: data in the image, growth, guards.
;; REQUIRES: qemu-aarch64
;; RUN: %sinter %s --target=aarch64-linux -o %t && llvm-readelf -lW %t | FileCheck %s
;; RUN: not qemu-aarch64 %t 2>&1 | FileCheck %s --check-prefix=TRAP
;; RUN: not qemu-aarch64 -p 16384 %t 2>&1 | FileCheck %s --check-prefix=TRAP
;; RUN: not qemu-aarch64 -p 65536 %t 2>&1 | FileCheck %s --check-prefix=TRAP
;; RUN: not qemu-aarch64 -p 65536 -strace %t 2>&1 | %python %S/Inputs/pages.py 65536
;; RUN: %sinter --memory=checked %s --target=aarch64-linux -o %t.checked
;; RUN: not qemu-aarch64 -p 65536 -strace %t.checked 2>&1 | %python %S/Inputs/pages.py 65536
;; CHECK: LOAD {{.*}} 0x0000000001010000 0x0000000001010000 0x020000 0x020000 RW 0x10000
;; TRAP: trap: out of bounds memory access
(module
  (memory (export "memory") 4)
  (table 3 funcref)
  (data (i32.const 70000) "\01")
  (data (i32.const 150000) "\02")
  (func (export "_start")
    (if (i32.ne (i32.const 3) (i32.add (i32.load8_u (i32.const 70000)) (i32.load8_u (i32.const 150000))))
      (then (unreachable)))
    (if (i32.or (i32.load (i32.const 69990)) (i32.load (i32.const 196604))) (then (unreachable)))
    (if (i32.ne (memory.grow (i32.const 3)) (i32.const 4)) (then (unreachable)))
    (if (i32.ne (table.grow 0 (ref.null func) (i32.const 9000)) (i32.const 3)) (then (unreachable)))
    (i32.store8 (i32.const 458751) (i32.const 7))
    (i32.store8 (i32.const 458752) (i32.const 7))))
