;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: null reference
(module
  (global $g (mut externref) (ref.null extern))
  (func (export "_start") (drop (ref.as_non_null (global.get $g)))))
