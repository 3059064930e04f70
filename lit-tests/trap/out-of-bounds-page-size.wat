;; The last byte of an access counts, where no guard page could tell.
;; RUN: %sinter -O2 --features=custom-page-sizes %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --features=custom-page-sizes %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module
  (memory 20 (pagesize 1))
  (func (export "_start")
    (drop (i32.load (i32.const 16)))
    (drop (i32.load (i32.const 17)))))
