;; An index that a loop carries is extended where it is made, which is free, and not at each access.
;; RUN: %sinter -O2 -S --form=static --target=x86_64-linux %s -o - | FileCheck %s
(module
  (memory 1)
  ;; CHECK-LABEL: wasm.0._start:
  ;; CHECK: movl __sinter_memory(%rip), %e[[X:[a-d]]]x
  ;; CHECK: [[LOOP:.LBB[0-9_]+]]:
  ;; CHECK-NEXT: movl $1, __sinter_memory(%r[[X]]x)
  ;; CHECK-NEXT: movl __sinter_memory+4(%r[[X]]x), %e[[X]]x
  ;; CHECK-NEXT: test
  ;; CHECK-NEXT: jne [[LOOP]]
  (func (export "_start") (local $at i32)
    (local.set $at (i32.load (i32.const 0)))
    (loop $chain
      (i32.store (local.get $at) (i32.const 1))
      (br_if $chain (local.tee $at (i32.load offset=4 (local.get $at)))))))
