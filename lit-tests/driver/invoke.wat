;; --invoke calls an export with typed arguments, after _initialize, and prints its results.
;; RUN: %sinter %s --invoke add,-1,0x2b -o %t && %t | FileCheck %s --check-prefix=ADD
;; RUN: %sinter run -O0 --memory=checked --invoke=add,-1,0x2b %s | FileCheck %s --check-prefix=ADD
;; ADD: {{^}}1042{{$}}
;; RUN: %sinter run --invoke=all,1.5,-0x1p-3,18446744073709551615,null %s | FileCheck %s --check-prefix=ALL
;; ALL:      {{^}}1.5{{$}}
;; ALL-NEXT: {{^}}-0.125{{$}}
;; ALL-NEXT: {{^}}-1{{$}}
;; ALL-NEXT: {{^}}ref.null extern{{$}}
;; ALL-NEXT: {{^}}ref.func{{$}}
;; ALL-NEXT: {{^}}i64x2 0x0000000000000001 0x0000000000000002{{$}}
;; ALL-NEXT: {{^}}0.1{{$}}
;; RUN: %sinter run --invoke=odd %s | FileCheck %s --check-prefix=ODD
;; ODD:      {{^}}nan{{$}}
;; ODD-NEXT: {{^}}-nan:0x00000001{{$}}
;; ODD-NEXT: {{^}}-inf{{$}}
;; ODD-NEXT: {{^}}-0{{$}}
;; RUN: %sinter run "--invoke=a,b" %s | count 0
;; RUN: not %sinter run "--invoke=trap" %s 2>&1 | FileCheck %s --check-prefix=TRAP
;; TRAP: trap: unreachable
;; TRAP-NEXT: #0 trap

;; RUN: not %sinter --invoke=none %s -o %t 2>&1 | FileCheck %s --check-prefix=NONE
;; NONE: --invoke: no function "none" is exported
;; RUN: not %sinter --invoke=add,1 %s -o %t 2>&1 | FileCheck %s --check-prefix=COUNT
;; COUNT: --invoke: "add" has type [i32 i32] -> [i32], so it takes 2 arguments, not 1
;; RUN: not %sinter --invoke=add,1,1.5 %s -o %t 2>&1 | FileCheck %s --check-prefix=TYPE
;; TYPE: --invoke: argument 2 of "add" has type i32, which "1.5" is not
;; RUN: not %sinter --invoke=add,1,4294967296 %s -o %t 2>&1 | FileCheck %s --check-prefix=LARGE
;; LARGE: --invoke: argument 2 of "add" has type i32, which "4294967296" is not
;; RUN: not %sinter --invoke=all,1,1,1,x %s -o %t 2>&1 | FileCheck %s --check-prefix=REF
;; REF: has type externref, which "x" is not; the only reference that can be given is null
;; RUN: not %sinter -shared --invoke=add,1,1 %s -o %t.so 2>&1 | FileCheck %s --check-prefix=SHARED
;; SHARED: --invoke makes an executable
(module
  (global $base (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $base (i32.const 1000)))
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (global.get $base) (i32.add (local.get 0) (local.get 1))))
  (func $all (export "all") (param f32 f64 i64 externref)
    (result f32 f64 i64 externref funcref v128 f32)
    (local.get 0) (local.get 1) (local.get 2) (local.get 3) (ref.func $all)
    (v128.const i64x2 1 2) (f32.const 0.1))
  (func (export "odd") (result f64 f32 f32 f64)
    (f64.const nan) (f32.const -nan:0x1) (f32.const -inf) (f64.const -0))
  (func (export "a,b"))
  (func (export "trap") unreachable))
