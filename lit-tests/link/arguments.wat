;; -Wl, hands arguments to the linker. With pages of 4096 bytes a program for AArch64 is a small file.
;; REQUIRES: qemu-aarch64
;; RUN: %sinter --target=aarch64-linux -Wl,-z,max-page-size=4096 %s -o %t && qemu-aarch64 %t | FileCheck %s
;; RUN: llvm-readelf -lW %t | FileCheck %s --check-prefix=SEGMENTS
;; RUN: %python -c "import os, sys; sys.exit(os.path.getsize(sys.argv[1]) > 24576)" %t
;; RUN: %sinter --target=aarch64-linux %s -o %t && qemu-aarch64 %t | FileCheck %s
;; RUN: %python -c "import os, sys; sys.exit(os.path.getsize(sys.argv[1]) > 131072 + 4096)" %t
;; RUN: %sinter -shared -Wl,--build-id=0x12345678 %s -o %t.so && llvm-readelf -n %t.so | FileCheck %s --check-prefix=ID
;; CHECK: {{^}}hello{{$}}
;; SEGMENTS: LOAD {{.*}} 0x0000000001000000 {{.*}} RW 0x1000
;; ID: Build ID: 12345678
;; RUN: not %sinter -Wl,--no-such-argument %s -o %t 2>&1 | FileCheck %s --check-prefix=UNKNOWN
;; UNKNOWN: error: the linker, with what -Wl, hands to it: unknown argument '--no-such-argument'
;; RUN: not %sinter -Wl,-z,max-page-size=5000 %s -o %t 2>&1 | FileCheck %s --check-prefix=SIZE
;; SIZE: error: -Wl,-z,max-page-size: give a power of two from 4096 to 1048576
;; RUN: not %sinter -c -Wl,-s %s -o %t 2>&1 | FileCheck %s --check-prefix=USE
;; USE: error: -Wl, goes with executables and -shared, which are linked
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (data (i32.const 0) "\10\00\00\00\06\00\00\00")
  (data (i32.const 16) "hello\n")
  (data (i32.const 5000) "more than a page")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
