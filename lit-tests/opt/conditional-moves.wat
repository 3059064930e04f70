;; The minimum of three in a loop (an edit distance) is chosen by conditional moves, which LLVM
;; would turn into branches that nobody predicts.
;; RUN: %sinter --target=x86_64-linux -S --form=static %s -o - | FileCheck %s
;; RUN: %sinter --target=x86_64-linux -S --form=static -mllvm=-x86-cmov-converter=true %s -o - | FileCheck %s --check-prefix=LLVM
;; CHECK-LABEL: wasm.{{[0-9]+}}.distance:
;; CHECK: cmov
;; CHECK: cmov
;; CHECK: jne
;; CHECK: .cfi_endproc
;; LLVM-LABEL: wasm.{{[0-9]+}}.distance:
;; LLVM: jb
;; LLVM: .cfi_endproc
(module
  (memory 1)
  (func $distance (export "_start") (local $i i32) (local $left i32) (local $corner i32) (local $up i32)
    (local $best i32) (local $same i32)
    (loop $next
      (local.set $up (i32.load (i32.add (i32.const 4096) (i32.shl (local.get $i) (i32.const 2)))))
      (local.set $same (i32.ne (i32.load8_u offset=64 (local.get $i)) (i32.load8_u (i32.const 0))))
      (local.set $best (i32.add (local.get $corner) (local.get $same)))
      (local.set $left (i32.add (local.get $left) (i32.const 1)))
      (local.set $best (select (local.get $left) (local.get $best) (i32.lt_u (local.get $left) (local.get $best))))
      (local.set $corner (local.get $up))
      (local.set $up (i32.add (local.get $up) (i32.const 1)))
      (local.set $best (select (local.get $up) (local.get $best) (i32.lt_u (local.get $up) (local.get $best))))
      (local.set $left (local.get $best))
      (i32.store (i32.add (i32.const 4096) (i32.shl (local.get $i) (i32.const 2))) (local.get $best))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))))
