;; A feature that is switched off is named, with where it is needed.
;; RUN: %sinter -c %s -o %t.o
;; RUN: not %sinter -c --features=-sign-ext %s -o %t.no 2>&1 | FileCheck %s
;; RUN: not %sinter -c --features=mvp %s -o %t.no 2>&1 | FileCheck %s
;; RUN: %sinter -c --features=mvp,sign-ext %s -o %t.o
;; CHECK: features.wat:12:{{[0-9]+}}: {{.*}}sign extension
;; RUN: not %sinter -c --features=warp %s -o %t.no 2>&1 | FileCheck %s --check-prefix=UNKNOWN
;; UNKNOWN: error: --features: unknown feature 'warp'
;; UNKNOWN-NEXT: >>> there are mvp,
(module
  (func (export "f") (param i32) (result i32)
    (i32.extend8_s (local.get 0))))
