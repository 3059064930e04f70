;; RUN: rm -rf %t && mkdir %t
;; RUN: %sinter --target=x86_64-linux --save-temps %s -o %t/app
;; RUN: ls %t | FileCheck %s
;; CHECK: {{^}}app{{$}}
;; CHECK-NEXT: {{^}}app.0.lowered.ll
;; CHECK-NEXT: {{^}}app.0.o
;; CHECK-NEXT: {{^}}app.0.optimised.ll
;; RUN: %sinter --target=x86_64-linux -v --time-report %s -o %t/app 2>&1 | FileCheck %s --check-prefix=TALK
;; TALK: sinter: target x86_64-linux, cpu x86-64-v2
;; TALK: ld.lld -m elf_x86_64
;; TALK: stage {{ *}}CPU seconds
;; TALK: lower
(module (memory (export "memory") 1) (func (export "_start")))
