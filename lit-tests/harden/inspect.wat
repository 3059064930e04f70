;; An executable says that it is hardened; and what its start alone does is not on the list of calls.
;; RUN: %sinter --target=x86_64-linux --harden %s -o %t && %sinter inspect %t | FileCheck %s
;; CHECK:      memory    guard pages
;; CHECK-NEXT: hardened  yes
;; CHECK-NOT:  {{mremap|prlimit|arch_prctl}}
;; RUN: %sinter --target=x86_64-linux %s -o %t && %sinter inspect %t | FileCheck %s --check-prefix=USUAL
;; USUAL-NOT: hardened
(module (func (export "_start")))
