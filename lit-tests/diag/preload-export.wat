;; An import that names a preloaded module but none of its exports is refused as any other.
;; RUN: echo '(module (func (export "other")))' > %t.lib.wat
;; RUN: not %sinter --preload lib=%t.lib.wat %s -o %t 2>&1 | FileCheck %s
;; RUN: %sinter --preload lib=%t.lib.wat --trap-unknown-imports %s -o %t && %t
;; CHECK: nothing provides this import
;; CHECK: >>> lib.f: func [] -> [], which that module does not export
;; CHECK-NOT: >>>
(module (import "lib" "f" (func)) (func (export "_start")))
