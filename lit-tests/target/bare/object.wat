;; For CPUs without a runtime there are objects alone, which say so; on 32-bit ones memory is checked.
;; RUN: %sinter -c --target=armv7-linux-gnueabihf %s -o %t.o 2>&1 | FileCheck %s --check-prefixes=NOTE,BITS32
;; RUN: llvm-readelf -h %t.o | FileCheck %s --check-prefix=ARM
;; RUN: llvm-nm %t.o | FileCheck %s --check-prefix=NEEDS --implicit-check-not={{[^U]}}' __sinter_'
;; RUN: %sinter -c --target=loongarch64-linux-gnu -mattr=+lsx %s -o %t.o 2>&1 | FileCheck %s --check-prefix=NOTE
;; RUN: %sinter -S --target=armv7-linux-gnueabihf %s -o - 2>%t.err | FileCheck %s --check-prefix=CODE
;; A CPU of ours without Linux is one of them.
;; RUN: %sinter -c --target=aarch64-none-elf %s -o %t.o 2>&1 | FileCheck %s --check-prefix=NOTE
;; RUN: llvm-nm %t.o | FileCheck %s --check-prefix=NEEDS64 --implicit-check-not={{[^U]}}' __sinter_'
;; RUN: %sinter -c --target=riscv64-unknown-elf -mattr=+zba %s -o %t.o 2>&1 | FileCheck %s --check-prefix=NOTE
;; RUN: not %sinter --target=aarch64-none-elf %s -o %t 2>&1 | FileCheck %s --check-prefix=NOSYSTEM
;; NOSYSTEM: error: sinter makes no executables and libraries for aarch64-none-elf; -c makes an object
;; NOTE: sinter: note: no runtime comes with this code for {{(armv7|loongarch64)-linux-gnu|aarch64-none-elf|riscv64-unknown-elf}}{{.*}}: whoever links it provides what it calls
;; BITS32-SAME: ; memory is checked, as --memory=checked does
;; ARM: Machine: ARM
;; NEEDS64: D sinter_module_
;; NEEDS: U __sinter_trap_instance
;; CODE-LABEL: load:
;; CODE: sbcs
;; CODE: ldr{{.*}}, [
;; RUN: %sinter -S -emit-llvm -O0 --target=armv7-linux-gnueabihf %s -o - 2>%t.err | FileCheck %s --check-prefix=SLOTS
;; SLOTS: @sinter_module_{{.*}} = constant { i64, i64, i64, ptr, i32, ptr, i32, i64, ptr, i32

;; What cannot be had is refused with what can.
;; RUN: not %sinter --target=armv7-linux-gnueabihf %s -o %t 2>&1 | FileCheck %s --check-prefix=PROGRAM
;; RUN: not %sinter -shared --target=arm-linux-gnueabihf %s -o %t 2>&1 | FileCheck %s --check-prefix=PROGRAM
;; PROGRAM: error: sinter makes no executables and libraries for 32-bit Arm; --target=aarch64-linux is 64-bit Arm, and -c makes an object that no runtime comes with
;; RUN: not %sinter -static --target=loongarch64-linux-gnu %s -o %t 2>&1 | FileCheck %s --check-prefix=LIBRARY
;; LIBRARY: error: sinter makes no executables and libraries for loongarch64-linux-gnu; -c makes an object
;; RUN: not %sinter -c --target=i686-linux-gnu %s -o %t --header=%t.h 2>&1 | FileCheck %s --check-prefix=HEADER
;; HEADER: error: --header: no runtime that a header could call comes for i686-linux-gnu
;; RUN: not %sinter -c --target=armeb-linux-gnueabi %s -o %t 2>&1 | FileCheck %s --check-prefix=ENDIAN
;; ENDIAN: error: target 'armeb-linux-gnueabi': sinter makes ELF objects for little-endian CPUs only
;; RUN: not %sinter -c --target=armv7-linux-gnueabihf -mcpu=z80 %s -o %t 2>&1 | FileCheck %s --check-prefix=CPU
;; CPU: error: unknown CPU 'z80' for target armv7-linux-gnueabihf
;; RUN: not %sinter -c --target=armv7-linux-gnueabihf -mattr=+bogus %s -o %t 2>&1 | FileCheck %s --check-prefix=FEATURE
;; FEATURE: error: -mattr: unknown CPU feature 'bogus' for target armv7-linux-gnueabihf
;; RUN: not %sinter -c --target=riscv32-linux-gnu %S/../../run/tail-calls.wat -o %t 2>&1 | FileCheck %s --check-prefix=TAIL
;; TAIL: error: the module has tail calls, which LLVM cannot guarantee for riscv32-linux-gnu
(module
  (memory (export "memory") 1)
  (func $load (export "load") (param i32) (result i32) (i32.load offset=4 (local.get 0)))
  (func (export "_start") (drop (call $load (i32.const 0)))))
