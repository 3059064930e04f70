;; RUN: %sinter -O2 %s -o %t && not %t 2>&1 | FileCheck %s
;; RUN: %sinter -O0 --memory=checked %s -o %t && not %t 2>&1 | FileCheck %s
;; CHECK: trap: null function reference
(module
  (type $t (func))
  (global $g (mut (ref null $t)) (ref.null $t))
  (func (export "_start") (call_ref $t (global.get $g))))
