;; A sum of 32 bits becomes the address of gs only where nothing else reads it, and no offset follows it.
;; RUN: %sinter -O2 -S --target=x86_64-linux --memory-base=gs --trap-state=relaxed %s -o - | FileCheck %s
(module
  (memory 1)
  ;; CHECK-LABEL: wasm.0.both:
  ;; CHECK: movl %edx, %gs:(%esi,%edx)
  ;; CHECK-NOT: {{lea|add}}
  ;; CHECK: movl %edx, %gs:(%esi,%edx)
  (func (export "both") (param i32 i32)
    (i32.store (i32.add (local.get 0) (local.get 1)) (local.get 1))
    (atomic.fence)
    (i32.store (i32.add (local.get 0) (local.get 1)) (local.get 1)))
  ;; CHECK-LABEL: wasm.1.before:
  ;; CHECK: movzbl %gs:-1(%esi), %eax
  (func (export "before") (param i32) (result i32) (i32.load8_u (i32.sub (local.get 0) (i32.const 1))))
  ;; CHECK-LABEL: wasm.2.read:
  ;; CHECK: addl %esi, %eax
  ;; CHECK-NEXT: xorl %gs:(%rax), %eax
  (func (export "read") (param i32 i32) (result i32) (local $sum i32)
    (local.set $sum (i32.add (local.get 0) (local.get 1)))
    (i32.xor (i32.load (local.get $sum)) (local.get $sum)))
  ;; No instruction can name CH and R9 both.
  ;; CHECK-LABEL: wasm.3.high:
  ;; CHECK: addl %r9d, %eax
  ;; CHECK-NEXT: movb %ch, %gs:(%rax)
  ;; CHECK-NEXT: movb %cl, %gs:(%edx,%r9d)
  (func (export "high") (param i32 i32 i32 i32 i32)
    (i32.store8 (i32.add (local.get 3) (local.get 4)) (i32.shr_u (local.get 2) (i32.const 8)))
    (i32.store8 (i32.add (local.get 4) (local.get 1)) (local.get 2)))
  ;; The exit's value is the last sum, which is live behind the loop.
  ;; CHECK-LABEL: wasm.4.live:
  ;; CHECK: addl %edx, %esi
  ;; CHECK: cmpl $0, %gs:(%r{{[a-z]+}})
  (func (export "live") (param $p i32) (param $step i32) (result i32)
    (loop $l (br_if $l (i32.load (local.tee $p (i32.add (local.get $p) (local.get $step))))))
    (local.get $p)))
