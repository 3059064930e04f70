;; A poll is one load from the page in front of memory 0; without guard pages, a comparison and a branch. Small loops whose
;; turns are counted have a copy without, for few turns.
;; RUN: %sinter -O2 --interruptible -S -emit-llvm --trap-state=relaxed %s -o - | FileCheck %s --check-prefixes=CHECK,PAGE -DPOLL="i64 -8"
;; RUN: %sinter -O2 --interruptible -S -emit-llvm %s -o - | FileCheck %s --check-prefixes=CHECK,PAGE -DPOLL="i64 -8"
;; RUN: %sinter -O2 --interruptible -S -emit-llvm --target=x86_64-linux --memory=checked %s -o - | FileCheck %s --check-prefixes=CHECK,FLAG -DPOLL=cmpq
;; RUN: %sinter -O2 --interruptible -S -emit-llvm --target=aarch64-linux --memory=checked %s -o - | FileCheck %s --check-prefixes=CHECK,FLAG -DPOLL=monotonic
;; RUN: %sinter -O2 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=PLAIN
;; CHECK-LABEL: define {{.*}}.counted(
;; CHECK: icmp ult i64 {{.*}}, {{[0-9]+}}
;; CHECK: loop.short:
;; CHECK-NOT: [[POLL]]
;; CHECK: br i1 {{.*}}, label %loop.short
;; CHECK: loop:
;; CHECK: [[POLL]]
;; PAGE-NEXT: load volatile i32
;; CHECK-NOT: [[POLL]]
;; CHECK: ret i64
;; A loop that uses no memory loads the base for it.
;; CHECK-LABEL: define {{.*}}.endless(
;; CHECK: loop:
;; FLAG: load volatile ptr, ptr
;; CHECK: [[POLL]]
;; PAGE-NEXT: load volatile i32
;; CHECK-NOT: [[POLL]]
;; What is not counted is not copied.
;; CHECK-LABEL: define {{.*}}.searching(
;; CHECK-NOT: short
;; CHECK: loop:
;; CHECK: [[POLL]]
;; CHECK-NOT: {{short}}
;; CHECK-NOT: [[POLL]]
;; CHECK: ret i64
;; PLAIN-NOT: {{i64 -8|cmpq|monotonic}}
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
