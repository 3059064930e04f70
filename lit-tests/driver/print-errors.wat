;; A module need be neither valid nor of features that can be compiled, but well-formed.
;; RUN: %sinter print %s | FileCheck %s
;; CHECK: (type (;0;) (struct (field (mut i8))))
;; CHECK: (func (;0;) (type 1)
;; CHECK-NEXT: struct.new_default 0)

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\12\6\1\4\0\5\13\13')" > %t.wasm
;; RUN: not %sinter print %t.wasm -o %t.wat 2>&1 | FileCheck %s --check-prefix=COUNT
;; COUNT: sinter: error: {{.*}}.wasm:0x10: function and code section have inconsistent lengths

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0\12\6\1\4\0\5\13\13')" > %t.wasm
;; RUN: not %sinter print %t.wasm -o %t.wat 2>&1 | FileCheck %s --check-prefix=ELSE
;; ELSE: sinter: error: {{.*}}.wasm:0x17: else outside of its block

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\3\1\0')" > %t.wasm
;; RUN: %sinter print %t.wasm | FileCheck %s --check-prefix=LONG
;; LONG: ;; This text assembles to an equivalent module, but not to the same bytes:
;; LONG-NEXT: ;; 1 sections of it are empty

;; RUN: not %sinter print %s %s 2>&1 | FileCheck %s --check-prefix=MANY
;; MANY: error: one module at a time
;; RUN: not %sinter print %s -o %t/no/such 2>&1 | FileCheck %s --check-prefix=WRITE
;; WRITE: error: cannot write {{.*}}/no/such: No such file or directory
;; RUN: not %sinter print %s -o %s 2>&1 | FileCheck %s --check-prefix=SAME
;; SAME: error: the output would replace the input
(module
  (type (struct (field (mut i8))))
  (func struct.new_default 0))
