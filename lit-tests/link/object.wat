;; -c makes an object for a host's own link: what it needs of the runtime is in it, and nothing but
;; its descriptor is visible, so that two of them can stand in one program.
;; RUN: %sinter -c %s -o %t.o
;; RUN: llvm-nm --undefined-only --no-weak %t.o | count 0
;; RUN: llvm-nm --extern-only --defined-only %t.o | FileCheck %s --implicit-check-not={{.}}
;; CHECK: {{^[0-9a-f]+}} V sinter_module
;; CHECK-NEXT: {{^[0-9a-f]+}} {{[DR]}} sinter_module_object

;; --form=static: the program's code alone.
;; RUN: %sinter -c --form=static %s -o %t.s.o
;; RUN: llvm-nm --extern-only %t.s.o | FileCheck %s --check-prefix=STATIC
;; STATIC-DAG: U __sinter_memory_grow
;; STATIC-DAG: R __sinter_program
(module
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (memory.grow (i32.const 1)))
    (memory.copy (i32.const 0) (i32.const 8) (i32.load (i32.const 0)))))
