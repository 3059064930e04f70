;; An atomic access traps, also if nobody uses its value.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O2 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module (memory 1)
  (func (export "_start")
    (drop (i64.atomic.load offset=0xfff8 (i32.const 0)))
    (drop (i64.atomic.load offset=0x10000 (i32.const 0)))))
