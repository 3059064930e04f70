;; What -mcpu and -mattr add shows in the code, and the mask that the start code checks with it.
;; RUN: %sinter --target=x86_64-linux -S %s -o - | FileCheck %s --check-prefix=V2
;; RUN: %sinter --target=x86_64-linux -S -mcpu=x86-64-v3 %s -o - | FileCheck %s --check-prefix=V3
;; RUN: %sinter --target=x86_64-linux -S -mattr=+bmi,+lzcnt %s -o - | FileCheck %s --check-prefix=V3
;; RUN: %sinter -S -mcpu=native %s -o - | FileCheck %s --check-prefix=ANY
;; V2: bsrq
;; V3: lzcntq
;; ANY: {{bsrq|lzcntq|clz}}

;; The mask of abi/CpuFeatures.def rows that the start code checks: plain x86-64-v2, and with avx2 and bmi (0xc00).
;; RUN: %sinter --target=x86_64-linux -emit-llvm --form=static %s -o - | FileCheck %s --check-prefix=MASK2
;; RUN: %sinter --target=x86_64-linux -emit-llvm --form=static -mattr=+avx2,+bmi %s -o - | FileCheck %s --check-prefix=MASKAVX
;; MASK2: @__sinter_program = {{.*}} i64 8388608, i64 4194399,
;; MASKAVX: @__sinter_program = {{.*}} i64 8388608, i64 4197471,

;; RUN: not %sinter --target=x86_64-linux -mcpu=z80 %s -o %t.no 2>&1 | FileCheck %s --check-prefix=CPU
;; CPU: error: unknown CPU 'z80' for target x86_64-linux; `sinter targets` lists those there are
;; RUN: not %sinter --target=x86_64-linux -mattr=+gfni %s -o %t.no 2>&1 | FileCheck %s --check-prefix=ATTR
;; ATTR: error: -mattr: unknown CPU feature 'gfni'; `sinter targets` lists those that a program can require
;; RUN: not %sinter --target=z80-cpm %s -o %t.no 2>&1 | FileCheck %s --check-prefix=TARGET
;; TARGET: error: unknown target 'z80-cpm'; `sinter targets` lists those there are
(module
  (func (export "clz") (param i64) (result i64) (i64.clz (local.get 0))))
