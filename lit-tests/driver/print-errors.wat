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

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\1\5\x81\0\140\0\0')" > %t.wasm
;; RUN: %sinter print %t.wasm | FileCheck %s --check-prefix=LEB
;; LEB: ;; 1 encodings are longer than need be in the binary module

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0\12\6\1\4\1\0\177\13')" > %t.wasm
;; RUN: %sinter print %t.wasm | FileCheck %s --check-prefix=RUNS
;; RUNS: ;; 1 declarations of locals declare none

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0\5\3\1\0\1\12\16\1\14\0A\0A\0A\0\374\10\0\0\13\13\3\1\1\0')" > %t.wasm
;; RUN: %sinter print %t.wasm | FileCheck %s --check-prefix=DATA
;; DATA: ;; 1 data count section is missing

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0\0\40\31metadata.code.branch_hint\1\0\1\1\1\1\12\4\1\2\0\13')" > %t.wasm
;; RUN: %sinter print %t.wasm | FileCheck %s --check-prefix=HINT
;; HINT: ;; 1 branch hints are of no branch, and left out

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\2\0\0\0')" > %t.wasm
;; RUN: not %sinter print %t.wasm 2>&1 | FileCheck %s --check-prefix=VERSION
;; VERSION: .wasm:0x0: this is not a WebAssembly module of version 1

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0\12\6\1\4\0\13\1\13')" > %t.wasm
;; RUN: not %sinter print %t.wasm 2>&1 | FileCheck %s --check-prefix=AFTER
;; AFTER: .wasm:0x18: unexpected content after the end of the function

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0\12\14\1\12\0\320\156\373\30\4\0\156\154\13')" > %t.wasm
;; RUN: not %sinter print %t.wasm 2>&1 | FileCheck %s --check-prefix=CAST
;; CAST: .wasm:0x1b: malformed br_on_cast flags

;; RUN: %python -c "import sys; sys.stdout.buffer.write(b'\0asm\1\0\0\0\5\4\1\10\1\100')" > %t.wasm
;; RUN: not %sinter print %t.wasm 2>&1 | FileCheck %s --check-prefix=PAGE
;; PAGE: .wasm:0xb: malformed custom page size

;; RUN: not %sinter print %s %s 2>&1 | FileCheck %s --check-prefix=MANY
;; MANY: error: one module at a time
;; RUN: not %sinter print %s -o %t/no/such 2>&1 | FileCheck %s --check-prefix=WRITE
;; WRITE: error: cannot write {{.*}}/no/such: No such file or directory
;; RUN: not %sinter print %s -o %s 2>&1 | FileCheck %s --check-prefix=SAME
;; SAME: error: the output would replace the input
(module
  (type (struct (field (mut i8))))
  (func struct.new_default 0))
