/*===-- vector.h - 128-bit vectors, in WebAssembly's and in SSE4.2's words -===*/
//
// The kernels of this folder are written once. What they call is a row here: the intrinsic of
// wasm_simd128.h, and what one would write with immintrin.h for the same thing.
//
/*===----------------------------------------------------------------------===*/
#ifndef SINTER_BENCH_VECTOR_H
#define SINTER_BENCH_VECTOR_H

#include "../bench.h"

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
typedef v128_t V;
#define BINARY(name, wasm, sse)                                                                    \
  static inline V name(V a, V b) { return wasm(a, b); }
#define BINARY_FLOAT(name, wasm, sse) BINARY(name, wasm, sse)
#define SHIFT(name, wasm, sse)                                                                     \
  static inline V name(V a, int count) { return wasm(a, (unsigned)count); }
#define SPLAT(name, type, wasm, sse)                                                               \
  static inline V name(type a) { return wasm(a); }
#else
#include <immintrin.h>
typedef __m128i V;
#define BINARY(name, wasm, sse)                                                                    \
  static inline V name(V a, V b) { return sse(a, b); }
#define BINARY_FLOAT(name, wasm, sse)                                                              \
  static inline V name(V a, V b) {                                                                 \
    return _mm_castps_si128(sse(_mm_castsi128_ps(a), _mm_castsi128_ps(b)));                        \
  }
#define SHIFT(name, wasm, sse)                                                                     \
  static inline V name(V a, int count) { return sse(a, count); }
#define SPLAT(name, type, wasm, sse)                                                               \
  static inline V name(type a) { return sse(a); }
#endif

BINARY(andV, wasm_v128_and, _mm_and_si128)
BINARY(orV, wasm_v128_or, _mm_or_si128)
BINARY(xorV, wasm_v128_xor, _mm_xor_si128)
BINARY(addI8, wasm_i8x16_add, _mm_add_epi8)
BINARY(addI16, wasm_i16x8_add, _mm_add_epi16)
BINARY(addI32, wasm_i32x4_add, _mm_add_epi32)
BINARY(addSatI16, wasm_i16x8_add_sat, _mm_adds_epi16)
BINARY(subI8, wasm_i8x16_sub, _mm_sub_epi8)
BINARY(subI16, wasm_i16x8_sub, _mm_sub_epi16)
BINARY(subSatI16, wasm_i16x8_sub_sat, _mm_subs_epi16)
BINARY(subSatU8, wasm_u8x16_sub_sat, _mm_subs_epu8)
BINARY(mulQ15, wasm_i16x8_relaxed_q15mulr, _mm_mulhrs_epi16)
BINARY(dotI16, wasm_i32x4_dot_i16x8, _mm_madd_epi16)
BINARY(equalI8, wasm_i8x16_eq, _mm_cmpeq_epi8)
BINARY(greaterI8, wasm_i8x16_gt, _mm_cmpgt_epi8)
BINARY(narrowU8, wasm_u8x16_narrow_i16x8, _mm_packus_epi16)
BINARY_FLOAT(addF32, wasm_f32x4_add, _mm_add_ps)
BINARY_FLOAT(mulF32, wasm_f32x4_mul, _mm_mul_ps)
SHIFT(shlI16, wasm_i16x8_shl, _mm_slli_epi16)
SHIFT(shrI16, wasm_i16x8_shr, _mm_srai_epi16)
SHIFT(shlI32, wasm_i32x4_shl, _mm_slli_epi32)
SHIFT(shrU32, wasm_u32x4_shr, _mm_srli_epi32)
SPLAT(splatI8, int, (V)wasm_i8x16_splat, (V)_mm_set1_epi8)
SPLAT(splatI16, int, (V)wasm_i16x8_splat, (V)_mm_set1_epi16)
SPLAT(splatI32, int, (V)wasm_i32x4_splat, (V)_mm_set1_epi32)

#ifdef __wasm_simd128__

static inline V load(const void *from) { return wasm_v128_load(from); }
static inline void store(void *to, V a) { wasm_v128_store(to, a); }
static inline V loadSplatF32(const float *from) { return wasm_v128_load32_splat(from); }
static inline V loadLow8(const void *from) { return wasm_v128_load64_zero(from); }
static inline V zero(void) { return wasm_i64x2_const_splat(0); }
static inline V shrU8(V a, int count) { return wasm_u8x16_shr(a, (unsigned)count); }
static inline V maddF32(V a, V b, V c) { return wasm_f32x4_relaxed_madd(a, b, c); }
static inline int anyTrue(V a) { return wasm_v128_any_true(a); }
static inline uint32_t bitmaskI8(V a) { return wasm_i8x16_bitmask(a); }
static inline V widenLowU8(V a) { return wasm_u16x8_extend_low_u8x16(a); }
static inline V widenHighU8(V a) { return wasm_u16x8_extend_high_u8x16(a); }
/* Bytes of a table; each index is below 16. */
static inline V lookup(V table, V index) { return wasm_i8x16_relaxed_swizzle(table, index); }
/* Signed bytes times bytes below 128, summed in pairs; and in fours, added to c. */
static inline V dotI8(V a, V b) { return wasm_i16x8_relaxed_dot_i8x16_i7x16(a, b); }
static inline V dotAddI8(V a, V b, V c) {
  return wasm_i32x4_relaxed_dot_i8x16_i7x16_add(a, b, c);
}
/* Sums of the lanes. */
static inline int sumI32(V a) {
  return wasm_i32x4_extract_lane(a, 0) + wasm_i32x4_extract_lane(a, 1) +
         wasm_i32x4_extract_lane(a, 2) + wasm_i32x4_extract_lane(a, 3);
}
#define SHUFFLE_BYTES(a, ...) wasm_i8x16_shuffle(a, a, __VA_ARGS__)
static inline V interleaveLowI8(V a, V b) {
  return wasm_i8x16_shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
static inline V interleaveHighI8(V a, V b) {
  return wasm_i8x16_shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
static inline V interleaveLowI16(V a, V b) {
  return wasm_i16x8_shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
static inline V interleaveHighI16(V a, V b) {
  return wasm_i16x8_shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
static inline V interleaveLowI32(V a, V b) { return wasm_i32x4_shuffle(a, b, 0, 4, 1, 5); }
static inline V interleaveHighI32(V a, V b) { return wasm_i32x4_shuffle(a, b, 2, 6, 3, 7); }
static inline V interleaveLowI64(V a, V b) { return wasm_i64x2_shuffle(a, b, 0, 2); }
static inline V interleaveHighI64(V a, V b) { return wasm_i64x2_shuffle(a, b, 1, 3); }
/* The bytes that lie 1, 2 and 3 before those of `a`, which `before` comes before. */
static inline V previous1(V before, V a) {
  return wasm_i8x16_shuffle(before, a, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
                            30);
}
static inline V previous2(V before, V a) {
  return wasm_i8x16_shuffle(before, a, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
                            29);
}
static inline V previous3(V before, V a) {
  return wasm_i8x16_shuffle(before, a, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
                            28);
}

#else

static inline V load(const void *from) { return _mm_loadu_si128((const __m128i *)from); }
static inline void store(void *to, V a) { _mm_storeu_si128((__m128i *)to, a); }
static inline V loadSplatF32(const float *from) { return _mm_castps_si128(_mm_set1_ps(*from)); }
static inline V loadLow8(const void *from) { return _mm_loadu_si64(from); }
static inline V zero(void) { return _mm_setzero_si128(); }
static inline V shrU8(V a, int count) {
  return _mm_and_si128(_mm_srli_epi16(a, count), _mm_set1_epi8((char)(0xff >> count)));
}
static inline V maddF32(V a, V b, V c) { return addF32(mulF32(a, b), c); }
static inline int anyTrue(V a) { return !_mm_testz_si128(a, a); }
static inline uint32_t bitmaskI8(V a) { return (uint32_t)_mm_movemask_epi8(a); }
static inline V widenLowU8(V a) { return _mm_cvtepu8_epi16(a); }
static inline V widenHighU8(V a) { return _mm_unpackhi_epi8(a, _mm_setzero_si128()); }
static inline V lookup(V table, V index) { return _mm_shuffle_epi8(table, index); }
static inline V dotI8(V a, V b) { return _mm_maddubs_epi16(b, a); }
static inline V dotAddI8(V a, V b, V c) {
  return _mm_add_epi32(_mm_madd_epi16(_mm_maddubs_epi16(b, a), _mm_set1_epi16(1)), c);
}
static inline int sumI32(V a) {
  a = _mm_add_epi32(a, _mm_shuffle_epi32(a, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(a, _mm_shuffle_epi32(a, 0xb1)));
}
#define SHUFFLE_BYTES(a, ...) _mm_shuffle_epi8(a, _mm_setr_epi8(__VA_ARGS__))
static inline V interleaveLowI8(V a, V b) { return _mm_unpacklo_epi8(a, b); }
static inline V interleaveHighI8(V a, V b) { return _mm_unpackhi_epi8(a, b); }
static inline V interleaveLowI16(V a, V b) { return _mm_unpacklo_epi16(a, b); }
static inline V interleaveHighI16(V a, V b) { return _mm_unpackhi_epi16(a, b); }
static inline V interleaveLowI32(V a, V b) { return _mm_unpacklo_epi32(a, b); }
static inline V interleaveHighI32(V a, V b) { return _mm_unpackhi_epi32(a, b); }
static inline V interleaveLowI64(V a, V b) { return _mm_unpacklo_epi64(a, b); }
static inline V interleaveHighI64(V a, V b) { return _mm_unpackhi_epi64(a, b); }
static inline V previous1(V before, V a) { return _mm_alignr_epi8(a, before, 15); }
static inline V previous2(V before, V a) { return _mm_alignr_epi8(a, before, 14); }
static inline V previous3(V before, V a) { return _mm_alignr_epi8(a, before, 13); }

#endif

static inline V table(const uint8_t bytes[16]) { return load(bytes); }

#endif
