;; A shared object exports its descriptor, needs no library, and holds nothing that is both
;; writable and executable.
;; RUN: %sinter -shared %s -o %t.so
;; RUN: llvm-nm -D --defined-only %t.so | FileCheck %s --check-prefix=EXPORTS
;; EXPORTS-NOT: {{.}}
;; EXPORTS: {{^[0-9a-f]+}} V sinter_module
;; EXPORTS-NEXT: {{^[0-9a-f]+}} {{[DR]}} sinter_module_shared
;; EXPORTS-NOT: {{.}}
;; RUN: llvm-nm -D --undefined-only %t.so | count 0
;; RUN: llvm-readelf -dlW %t.so | FileCheck %s
;; CHECK: Elf file type is DYN
;; CHECK-NOT: RWE
;; CHECK-NOT: NEEDED
;; CHECK-NOT: TEXTREL
(module
  (import "host" "f" (func $f (param i32) (result i64)))
  (memory (export "memory") 1)
  (table (export "table") 2 funcref)
  (elem (i32.const 0) $g)
  (func $g (export "g") (param i32) (result i64)
    (drop (memory.grow (i32.const 1)))
    (memory.copy (i32.const 0) (i32.const 8) (local.get 0))
    (i64.add (call $f (local.get 0)) (i64.load (local.get 0)))))
