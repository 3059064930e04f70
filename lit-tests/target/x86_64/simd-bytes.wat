;; Shifts of bytes by a count take their mask from a table; an index that is known to be small needs no clamp.
;; RUN: %sinter -O2 -S --form=instanced --target=x86_64-linux -mcpu=x86-64-v2 %s -o - | FileCheck %s
;; RUN: %sinter -O2 -S --form=instanced --target=x86_64-linux -mcpu=x86-64-v4 %s -o - | FileCheck %s --check-prefix=V4
(module
  ;; CHECK-LABEL: wasm.0.left:
  ;; CHECK: psllw
  ;; CHECK-NOT: pshufb
  ;; CHECK: pand (%r
  (func (export "left") (param v128 i32) (result v128) (i8x16.shl (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.1.right:
  ;; CHECK: psrlw
  ;; CHECK-NOT: pshufb
  ;; CHECK: pand (%r
  (func (export "right") (param v128 i32) (result v128) (i8x16.shr_u (local.get 0) (local.get 1)))
  ;; CHECK-LABEL: wasm.2.constant:
  ;; CHECK: psllw $3
  ;; CHECK-NEXT: pand .LCPI
  (func (export "constant") (param v128) (result v128) (i8x16.shl (local.get 0) (i32.const 3)))
  ;; CHECK-LABEL: wasm.3.lookup:
  ;; CHECK: psrlw $4
  ;; CHECK-NEXT: pand
  ;; CHECK-NOT: paddusb
  ;; CHECK: pshufb
  (func (export "lookup") (param v128 v128) (result v128)
    (i8x16.swizzle (local.get 0) (i8x16.shr_u (local.get 1) (i32.const 4))))
  ;; CHECK-LABEL: wasm.4.emulated:
  ;; CHECK-NOT: {{pand|paddusb}}
  ;; CHECK: pshufb
  (func (export "emulated") (param v128 v128) (result v128) ;; pshufb in Emscripten's headers
    (i8x16.swizzle (local.get 0)
      (v128.and (local.get 1) (v128.const i64x2 0x8f8f8f8f8f8f8f8f 0x8f8f8f8f8f8f8f8f))))
  ;; CHECK-LABEL: wasm.5.constants:
  ;; CHECK: pmaddwd .LCPI
  ;; CHECK-NEXT: movdqu
  (func (export "constants") (param v128) (result v128)
    (i32x4.dot_i16x8_s (local.get 0) (v128.const i32x4 0x11000 0x11000 0x11000 0x11000)))
  ;; With AVX-512 no longer vector is made to narrow it, and a choice is no masked store.
  ;; V4-LABEL: wasm.6.narrow:
  ;; V4-NOT: ymm
  ;; V4: vpackuswb
  (func (export "narrow") (param v128 v128) (result v128)
    (i8x16.narrow_i16x8_u (local.get 0) (local.get 1)))
  ;; V4-LABEL: wasm.7.choice:
  ;; V4: vblendvps
  (func (export "choice") (param v128 v128 v128) (result v128)
    (i32x4.relaxed_laneselect (local.get 0) (local.get 1) (local.get 2))))
