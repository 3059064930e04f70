;; A load whose value is needed in its block cannot be lost by code generation, and is plain
;; again in the end, so that it can become an operand. One that nobody needs stays volatile.
;; RUN: %sinter -emit-llvm --form=static %s -o - | FileCheck %s
;; RUN: %sinter --target=x86_64-linux -S --form=static %s -o - | FileCheck %s --check-prefix=ASM
;; CHECK-LABEL: define internal fastcc void @wasm.0._start
;; CHECK: = load i32
;; CHECK: = load i32
;; CHECK: = load i32
;; CHECK: store i32
;; CHECK: = load volatile i32
;; ASM-LABEL: wasm.0._start:
;; ASM: addl __sinter_memory+{{8|16}}(

;; Where memory is observed after a trap, loads keep their order with stores.
;; RUN: %sinter -emit-llvm --form=static --trap-state=exact %s -o - | FileCheck %s --check-prefix=EXACT
;; EXACT: load volatile i32
;; EXACT: load volatile i32
;; EXACT: load volatile i32
;; EXACT: store volatile i32
;; EXACT: load volatile i32
(module
  (memory 1)
  (func (export "_start") (local $p i32)
    (local.set $p (i32.load (i32.const 0)))
    (i32.store offset=4 (local.get $p)
      (i32.add (i32.load offset=8 (local.get $p)) (i32.load offset=16 (local.get $p))))
    (drop (i32.load offset=12 (local.get $p)))))
