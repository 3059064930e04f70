;; An index whose sum with the offset wraps is out of bounds, like any beyond the length.
;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: out of bounds memory access
(module
  (memory i64 1)
  (func (export "_start") (drop (i32.load offset=8 (i64.const -8)))))
