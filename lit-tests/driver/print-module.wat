;; RUN: %sinter print %s | FileCheck %s
;; CHECK: (module $m
;; CHECK-NEXT:   (type (;0;) (func (param i32) (result i32)))
;; CHECK-NEXT:   (memory (;0;) 1)
;; CHECK-NEXT:   (export "f" (func $f))
;; CHECK-NEXT:   (func $f (;0;) (type 0) (param $x i32) (result i32)
;; CHECK-NEXT:     local.get $x
;; CHECK-NEXT:     i32.load offset=4 align=1
;; CHECK-NEXT:     f32.const nan:0x200000
;; CHECK-NEXT:     i32.reinterpret_f32
;; CHECK-NEXT:     i32.add)
;; CHECK-NEXT:   (data (;0;) (i32.const 8) "\00\ff\"")
;; CHECK-NEXT:   (@custom "note" (after data) "text"))

;; What is printed is the same module again, on standard input and in a file too.
;; RUN: %sinter print %s -o %t.1.wat
;; RUN: %sinter print - < %t.1.wat > %t.2.wat
;; RUN: cmp %t.1.wat %t.2.wat
;; RUN: %sinter validate %t.1.wat
(module $m
  (memory 1)
  (func $f (export "f") (param $x i32) (result i32)
    (i32.add (i32.load offset=4 align=1 (local.get $x))
             (i32.reinterpret_f32 (f32.const nan:0x200000))))
  (data (i32.const 8) "\00\ff\22")
  (@custom "note" (after data) "text"))
