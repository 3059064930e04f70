;; Read-modify-writes give the old value, narrow ones ignore what is above their width; wait and notify by one thread.
;; RUN: %sinter -O2 %s -o %t && %t
;; RUN: %sinter -O0 %s -o %t && %t
;; RUN: %sinter -O2 --memory=checked %s -o %t && %t
(module
  (memory 1 2 shared)
  (func $check (param i64 i64) (if (i64.ne (local.get 0) (local.get 1)) (then (unreachable))))
  (func $check32 (param i32 i32) (if (i32.ne (local.get 0) (local.get 1)) (then (unreachable))))
  (func (export "_start")
    (i64.atomic.store (i32.const 8) (i64.const 0x1122334455667788))
    (call $check (i64.atomic.rmw8.add_u (i32.const 8) (i64.const 0xff80)) (i64.const 0x88))
    (call $check (i64.atomic.rmw16.cmpxchg_u (i32.const 10) (i64.const 0x35566) (i64.const 0x9aaaa)) (i64.const 0x5566))
    (call $check (i64.atomic.rmw32.xchg_u (i32.const 12) (i64.const -1)) (i64.const 0x11223344))
    (call $check (i64.atomic.load (i32.const 8)) (i64.const 0xffffffffaaaa7708))
    (call $check32 (i32.atomic.rmw16.xor_u (i32.const 8) (i32.const 0xffff)) (i32.const 0x7708))
    (call $check32 (i32.atomic.load16_u offset=4 (i32.const 4)) (i32.const 0x88f7))
    (atomic.fence)
    ;; Another value; the same value, until the time is up; nobody to wake.
    (call $check32 (memory.atomic.wait32 (i32.const 0) (i32.const 1) (i64.const -1)) (i32.const 1))
    (call $check32 (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 0)) (i32.const 2))
    (call $check32 (memory.atomic.wait64 (i32.const 0) (i64.const 0) (i64.const 2000000)) (i32.const 2))
    (call $check32 (memory.atomic.notify (i32.const 0) (i32.const -1)) (i32.const 0))
    (call $check32 (memory.grow (i32.const 1)) (i32.const 1))
    (call $check32 (memory.grow (i32.const 1)) (i32.const -1))
    (call $check32 (memory.size) (i32.const 2))
    (i32.atomic.store (i32.const 0x1fffc) (i32.const 1))))
