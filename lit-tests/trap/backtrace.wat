;; The backtrace names functions after the name section, then exports, then their numbers.
;; RUN: %sinter -O0 %s -o %t && not %t 2>&1 | FileCheck %s
(module
  ;; CHECK: trap: integer divide by zero
  ;; CHECK-NEXT: named
  ;; CHECK-NEXT: exported
  ;; CHECK-NEXT: func[3]
  ;; CHECK-NEXT: _start
  (func $named (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
  (func (export "exported") (param i32) (result i32) (i32.add (call $named (local.get 0)) (i32.const 1)))
  (func)
  (func (param i32) (result i32) (i32.add (call 1 (local.get 0)) (i32.const 1)))
  (func (export "_start") (drop (call 3 (i32.const 0)))))
