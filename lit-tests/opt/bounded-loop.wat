;; Small loops whose turns are counted run without a look for interrupts while they are few; others look once in several turns.
;; RUN: %sinter -O2 --interruptible -S -emit-llvm --trap-state=relaxed %s -o - | FileCheck %s
;; RUN: %sinter -O2 --interruptible -S -emit-llvm %s -o - | FileCheck %s
;; RUN: %sinter -O2 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=PLAIN
;; CHECK-LABEL: define {{.*}}.counted(
;; CHECK: icmp ult i64 {{.*}}, {{[0-9]+}}
;; CHECK: loop.short:
;; CHECK-NOT: {{cmpq|monotonic}}
;; CHECK: br i1 {{.*}}, label %loop.short
;; CHECK: loop.1:
;; CHECK-NOT: {{cmpq|monotonic}}
;; CHECK: loop.7:
;; CHECK-COUNT-1: {{cmpq|monotonic}}
;; What is not counted looks every few turns, and is not copied.
;; CHECK-LABEL: define {{.*}}.endless(
;; CHECK-COUNT-1: {{cmpq|monotonic}}
;; CHECK-LABEL: define {{.*}}.searching(
;; CHECK-NOT: short
;; CHECK: loop.7:
;; CHECK-COUNT-1: {{cmpq|monotonic}}
;; CHECK-NOT: {{short|cmpq|monotonic}}
;; CHECK: ret i64
;; PLAIN-NOT: {{cmpq|monotonic}}
(module
  (import "host" "f" (func $f (param i32)))
  (memory 1)
  (func (export "counted") (param $end i32) (local $i i32) (local $hash i32)
    (local.set $i (i32.load (i32.const 0)))
    (loop $l
      (local.set $hash (i32.xor (i32.load (local.get $i)) (i32.mul (local.get $hash) (i32.const 31))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $end))))
    (call $f (local.get $hash)))
  (func (export "endless") (loop $l (br $l)))
  (func (export "searching") (param $i i32)
    (loop $l
      (br_if $l (local.tee $i (i32.load (local.get $i)))))
    (call $f (local.get $i))))
