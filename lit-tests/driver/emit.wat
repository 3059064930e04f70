;; -S and -emit-llvm show the instanced form, with --form=static the program's own.
;; RUN: %sinter -emit-llvm %s -o - | FileCheck %s --check-prefix=INSTANCED
;; RUN: %sinter -emit-llvm --form=static %s -o - | FileCheck %s --check-prefix=STATIC
;; RUN: %sinter -emit-llvm -disable-llvm-passes %s -o - | FileCheck %s --check-prefix=LOWERED
;; RUN: %sinter -S --form=static %s -o - | FileCheck %s --check-prefix=ASM
;; RUN: %sinter -emit-llvm -c %s -o %t.bc && llvm-dis %t.bc -o - | FileCheck %s --check-prefix=INSTANCED
;; INSTANCED: @sinter_module =
;; STATIC: @__sinter_program =
;; LOWERED: add i32
;; ASM: .globl	__sinter_program

;; Objects carry no comment section, whoever compiled them.
;; RUN: %sinter -c %s -o %t.o && llvm-readelf -SW %t.o | FileCheck %s --check-prefix=COMPACT
;; COMPACT-NOT: .comment
(module
  (memory (export "memory") 1)
  (func (export "_start"))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
