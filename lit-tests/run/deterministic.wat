;; --deterministic: canonical NaNs from NaNs of any kind, and one result of each relaxed instruction, on any CPU.
;; RUN: %sinter -O2 --deterministic %s -o %t && %t
;; RUN: %sinter -O0 --deterministic %s -o %t && %t
;; RUN: %sinter -O2 --deterministic -mcpu=x86-64 %s -o %t && %t
;; RUN: %sinter -O2 --deterministic -mcpu=native %s -o %t && %t
;; RUN: %if qemu-aarch64 %{ %sinter --deterministic --target=aarch64-linux %s -o %t && qemu-aarch64 %t %}
;; RUN: %if qemu-riscv64 %{ %sinter --deterministic --target=riscv64-linux %s -o %t && qemu-riscv64 %t %}
(module
  ;; In memory, so that LLVM cannot compute with them.
  (memory 1)
  (data (i32.const 0) "\01\00\00\00\00\40\f0\ff") ;; signalling
  (data (i32.const 16) "\01\00\80\ff\ff\ff\ff\7f\00\00\c0\ff\00\00\80\3f") ;; NaNs and 1
  (data (i32.const 32) "\ff\ff\7f\7f\ff\ff\7f\7f\00\00\80\3f\00\00\00\40") ;; the highest f32 twice, 1, 2
  (data (i32.const 48) "\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f")
  (data (i32.const 64) "\80\80\80\80")
  (data (i32.const 80) "\00\80\01\00")
  (data (i32.const 112) "\00\00\00\00\00\00\f0\bf") ;; -1
  (data (i32.const 128) "\00\00\80\bf\00\00\80\bf\00\00\80\bf\00\00\80\3f") ;; -1, -1, -1, 1
  (func $is64 (param f64)
    (if (i64.ne (i64.reinterpret_f64 (local.get 0)) (i64.const 0x7ff8000000000000))
      (then (unreachable))))
  (func $equal (param v128 v128)
    (if (v128.any_true (v128.xor (local.get 0) (local.get 1))) (then (unreachable))))
  (func $lanes (param v128) ;; three NaNs and 1
    (call $equal (local.get 0) (v128.const i32x4 0x7fc00000 0x7fc00000 0x7fc00000 0x3f800000)))
  (func (export "_start")
    (call $is64 (f64.add (f64.load (i32.const 0)) (f64.const 1)))
    (call $is64 (f64.mul (f64.load (i32.const 0)) (f64.const 1)))
    (call $is64 (f64.div (f64.const 0) (f64.sub (f64.load (i32.const 0)) (f64.load (i32.const 0)))))
    (call $is64 (f64.sqrt (f64.load (i32.const 112))))
    (call $is64 (f64.min (f64.load (i32.const 0)) (f64.const 1)))
    (call $is64 (f64.floor (f64.load (i32.const 0))))
    (call $is64 (f64.promote_f32 (f32.demote_f64 (f64.load (i32.const 0)))))
    (call $lanes (f32x4.mul (v128.load (i32.const 16)) (v128.const f32x4 1 1 1 1)))
    (call $lanes (f32x4.max (v128.load (i32.const 16)) (v128.load (i32.const 96))))
    (call $lanes (f32x4.ceil (v128.load (i32.const 16))))
    (call $lanes (f32x4.relaxed_min (v128.load (i32.const 16)) (v128.const f32x4 2 2 2 2)))
    (call $lanes (f32x4.relaxed_madd (v128.load (i32.const 16)) (v128.const f32x4 1 1 1 1) (v128.load (i32.const 96))))
    (call $lanes (f32x4.sqrt (v128.load (i32.const 128))))
    ;; rounded twice
    (call $equal (f32x4.relaxed_madd (v128.load (i32.const 32)) (v128.const f32x4 2 2 2 2) (f32x4.neg (v128.load (i32.const 32))))
                 (v128.const f32x4 inf inf 1 2))
    (call $equal (i8x16.relaxed_swizzle (v128.load (i32.const 48)) (v128.const i8x16 16 17 255 3 4 5 6 7 8 9 10 11 12 13 14 15))
                 (v128.const i8x16 0 0 0 3 4 5 6 7 8 9 10 11 12 13 14 15))
    (call $equal (i32x4.relaxed_trunc_f32x4_s (v128.load (i32.const 16))) (v128.const i32x4 0 0 0 1))
    (call $equal (i32x4.relaxed_trunc_f32x4_u (v128.load (i32.const 32))) (v128.const i32x4 -1 -1 1 2))
    (call $equal (i16x8.relaxed_laneselect (v128.const i64x2 -1 -1) (v128.const i64x2 0 0) (v128.load (i32.const 48)))
                 (v128.load (i32.const 48)))
    (call $equal (i16x8.relaxed_q15mulr_s (v128.load (i32.const 80)) (v128.load (i32.const 80)))
                 (v128.const i16x8 32767 0 0 0 0 0 0 0))
    ;; bytes with the top bit set are signed
    (call $equal (i16x8.relaxed_dot_i8x16_i7x16_s (v128.load (i32.const 48)) (v128.load (i32.const 64)))
                 (v128.const i16x8 -128 -640 0 0 0 0 0 0))
    (call $equal (i32x4.relaxed_dot_i8x16_i7x16_add_s (v128.load (i32.const 48)) (v128.load (i32.const 64)) (v128.const i32x4 1 2 3 4))
                 (v128.const i32x4 -767 2 3 4))))
