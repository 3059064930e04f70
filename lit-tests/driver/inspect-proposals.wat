;; What a module uses of newer proposals is named, in bodies and outside.
;; RUN: %sinter inspect %s | FileCheck %s
;; CHECK: features {{.*}}tail-call, multimemory, memory64, function-references{{.*}}wide-arithmetic, custom-page-sizes
;; CHECK: memory 0: 1 pages of 64 KiB, at most 2, 64-bit addresses
;; CHECK: memory 1: 7 pages of 1 byte, no maximum
;; CHECK: table 0: 3 elements, no maximum, 64-bit addresses of (ref null 0)
(module
  (type $t (func))
  (memory i64 1 2)
  (memory 7 (pagesize 1))
  (table i64 3 (ref null $t))
  (func $f (return_call $f))
  (func (param i64) (result i64 i64) (i64.mul_wide_u (local.get 0) (local.get 0))))
