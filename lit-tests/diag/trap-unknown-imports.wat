;; --trap-unknown-imports: calling one is a trap, not calling it does no harm.
;; RUN: not %sinter %s -o %t.no 2>&1 | FileCheck %s --check-prefix=LISTED
;; LISTED: nothing provides this import
;; LISTED: >>> env.nowhere: func [i32] -> []
;; LISTED-NEXT: >>> --trap-unknown-imports makes calls of them trap; -shared leaves them to a host program; C functions in objects can provide them (sinter glue)
;; RUN: %sinter --trap-unknown-imports %s -o %t
;; RUN: %t
;; RUN: sh -c '%t call; echo status $?' 2>&1 | FileCheck %s
;; CHECK: trap: call of an import that nothing provides
;; CHECK: status 134
(module
  (import "env" "nowhere" (func $nowhere (param i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (if (i32.gt_u (i32.load (i32.const 0)) (i32.const 1)) (then (call $nowhere (i32.const 1))))))
