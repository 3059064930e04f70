;; The alignment comes before the bounds, and counts the offset in.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: unaligned atomic
(module (memory 1)
  (func (export "_start")
    (drop (i32.atomic.load offset=2 (i32.const 2)))
    (drop (i32.atomic.load offset=2 (i32.const -4)))))
