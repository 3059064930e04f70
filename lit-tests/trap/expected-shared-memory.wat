;; Nobody could end a wait in a memory that is not shared; notify there is fine.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: expected shared memory
(module (memory 1)
  (func (export "_start")
    (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
    (drop (memory.atomic.wait64 (i32.const 0) (i64.const 0) (i64.const 0)))))
