;; An executable says what it was compiled for and what it was granted.
;; RUN: %sinter --target=x86_64-linux --dir /srv::/data --dir-ro=in --listen [::1]:80 --env A --env 'B="q"' --sealed %s -o %t
;; RUN: %sinter inspect %t | FileCheck %s
;; CHECK: : executable
;; CHECK-NEXT: target    x86_64-linux, cpu x86-64-v2
;; CHECK-NEXT: abi       {{[0-9]+}}
;; CHECK-NEXT: features  none beyond WebAssembly 1.0
;; CHECK-NEXT: memory    guard pages
;; CHECK-NEXT: dir       /srv as /data
;; CHECK-NEXT: dir-ro    in as in
;; CHECK-NEXT: listen    [::1]:80
;; CHECK-NEXT: env       A{{$}}
;; CHECK-NEXT: env       B="q"
;; CHECK-NEXT: sealed    yes
;; CHECK-NEXT: walls     seccomp, landlock
;; RUN: %sinter --target=x86_64-linux --memory=checked --inherit-env %s -o %t && %sinter inspect %t | FileCheck %s --check-prefix=OPEN
;; OPEN: memory    checked by code
;; OPEN-NEXT: env       all of the caller's
;; OPEN-NEXT: sealed    no: SINTER_DIR and SINTER_DIR_RO grant more at start
;; RUN: not %sinter inspect /bin/sh 2>&1 | FileCheck %s --check-prefix=OTHER
;; OTHER: error:
(module (func (export "_start")))
