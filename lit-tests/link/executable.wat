;; An executable: no interpreter, nothing needed, few segments, memory at a fixed address below
;; 2 GiB with its data mapped from the file.
;; RUN: %sinter %s -o %t && %t
;; RUN: %sinter --target=x86_64-linux %s -o %t
;; RUN: llvm-readelf -lSW --dynamic-table %t | FileCheck %s
;; CHECK-NOT: .comment
;; CHECK-NOT: .symtab
;; CHECK: Elf file type is EXEC
;; CHECK-NOT: INTERP
;; CHECK: LOAD {{.*}} 0x0000000000200000 {{.*}} R E 0x1000
;; CHECK: LOAD {{.*}} 0x0000000001000000 {{.*}} RW 0x1000
;; CHECK-NOT: RWE
;; CHECK-NOT: DYNAMIC

;; -g keeps the symbols.
;; RUN: %sinter --target=x86_64-linux -g %s -o %t.g && llvm-nm %t.g | FileCheck %s --check-prefix=SYMBOLS
;; SYMBOLS: 0000000001000000 {{.*}} __sinter_memory
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 100) "a")
  (data (i32.const 5000) "bcdefg")
  (func (export "_start")
    (call $exit (i32.sub (i32.load8_u (i32.const 5000)) (i32.const 98)))))
