;; A shadow stack, emulated instruction by instruction: a hardened program asks for one, and exceptions take from it
;; what the frames had that they leave. Another program's do not, which the emulation finds.
;; REQUIRES: host, x86_64-host
;; RUN: %hostcc -O1 -Wall -Wextra -Werror %S/Inputs/shadow.c -o %t.shadow
;; RUN: %sinter --harden -O2 %s -o %t && %t.shadow %t 2>&1 | FileCheck %s
;; RUN: not %t.shadow %t a 2>&1 | FileCheck %s --check-prefixes=TRAP,CHECK
;; RUN: %sinter --harden -O0 --memory=checked %s -o %t && %t.shadow %t 2>&1 | FileCheck %s
;; RUN: %sinter %s -o %t && %t.shadow %t 2>&1 | FileCheck %s --check-prefix=OFF
;; RUN: not %t.shadow --from-start %t 2>&1 | FileCheck %s --check-prefix=USUAL
;; RUN: %sinter --harden --stack-size=5G %s -o %t && %t.shadow %t 2>&1 | FileCheck %s --check-prefix=OFF
;; TRAP: trap: out of bounds memory access
;; CHECK: shadow: on, {{[0-9]+}} calls, {{[1-9][0-9]+}} popped
;; OFF: shadow: off
;; USUAL: shadow: a return to, with this pushed
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (type $leaf (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (tag $e (param i32))
  (tag $other)
  (table funcref (elem $again $deep))
  ;; Throws 42 that many frames further in; a tail call on the way leaves none.
  (func $deep (type $leaf)
    (if (i32.eqz (local.get 0)) (then (throw $e (i32.const 42))))
    (i32.add (call_indirect (type $leaf) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)) (i32.const 1)))
  (func $again (type $leaf) (return_call $deep (local.get 0)))
  ;; A try that does not take it throws it again.
  (func $passes (param i32) (result i32)
    (block $h (try_table (result i32) (catch $other $h) (call $deep (local.get 0))) (return))
    (i32.const 0))
  (func $catches (param i32) (result i32)
    (block $h (result i32)
      (try_table (catch $e $h) (return (call $passes (local.get 0))))
      (unreachable)))
  (func $inside (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (call $inside (i32.sub (local.get 0) (i32.const 1))) (call $catches (local.get 0))))
      (else (i32.const 0))))
  (func (export "_start")
    (if (i32.ne (call $inside (i32.const 6)) (i32.const 252)) (then unreachable))
    (if (i32.ne (call $catches (i32.const 40)) (i32.const 42)) (then unreachable))
    ;; With an argument, memory's end.
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (if (i32.eq (i32.load (i32.const 0)) (i32.const 2)) (then (drop (i32.load (i32.const -9)))))))
