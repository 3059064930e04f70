;; The fields of an object in a 64-bit memory share one check where none can be missed: the strictest.
;; RUN: %sinter -O2 -S -emit-llvm --form=static --export-symbols %s -o - | FileCheck %s
;; RUN: %sinter -O2 -S -emit-llvm --form=static --export-symbols --trap-state=exact %s -o - | FileCheck %s --check-prefix=EXACT
(module
  (memory i64 1)
  (global $calls (mut i32) (i32.const 0))
  (func (export "grow") (drop (memory.grow (i64.const 1))))
  (func $noticed (export "noticed") (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (drop (memory.grow (i64.const 1))))
  ;; CHECK-LABEL: define {{.*}}wasm.2.fields(
  ;; CHECK: icmp u{{[lg][te]}} i64 %{{.*}}
  ;; CHECK-NOT: icmp
  ;; CHECK: ret
  ;; EXACT-LABEL: define {{.*}}wasm.2.fields(
  ;; EXACT-COUNT-3: icmp
  ;; EXACT: ret
  (func (export "fields") (param $p i64)
    (i64.store (local.get $p) (i64.const 1))
    (i64.store offset=16 (local.get $p) (i64.const 2))
    (i32.store offset=24 (local.get $p) (i32.const 3)))
  ;; On either way another field is looked at: what both need is checked at once.
  ;; CHECK-LABEL: define {{.*}}wasm.3.either(
  ;; CHECK: add {{.*}}, -15
  ;; CHECK: icmp
  (func (export "either") (param $p i64) (result i64)
    (if (result i64) (i64.eqz (i64.load (local.get $p)))
      (then (i64.load offset=8 (local.get $p)))
      (else (i64.load offset=16 (local.get $p)))))
  ;; A call between them could be noticed, so the later check stays.
  ;; CHECK-LABEL: define {{.*}}wasm.4.call(
  ;; CHECK: icmp
  ;; CHECK: call
  ;; CHECK: icmp
  ;; CHECK: ret
  (func (export "call") (param $p i64)
    (i64.store (local.get $p) (i64.const 1))
    (call $noticed)
    (i64.store offset=16 (local.get $p) (i64.const 2)))
  ;; What follows a stricter check needs none of its own, even after a call.
  ;; CHECK-LABEL: define {{.*}}wasm.5.after(
  ;; CHECK: icmp
  ;; CHECK-NOT: icmp
  ;; CHECK: ret
  (func (export "after") (param $p i64)
    (i64.store offset=16 (local.get $p) (i64.const 1))
    (call $noticed)
    (i64.store (local.get $p) (i64.const 2)))
  ;; The pointer of a loop's next turn is another one, to be checked again.
  ;; CHECK-LABEL: define {{.*}}wasm.6.list(
  ;; CHECK: [[P:%.*]] = phi i64
  ;; CHECK: icmp ult i64 [[P]],
  ;; CHECK: ret
  (func (export "list") (param $p i64) (result i64) (local $sum i64)
    (loop
      (local.set $sum (i64.add (local.get $sum) (i64.load offset=8 (local.get $p))))
      (local.set $p (i64.load (local.get $p)))
      (br_if 0 (i32.eqz (i64.eqz (local.get $p)))))
    (local.get $sum)))
