// The hash of a megabyte by BLAKE3's rules (its paper, sections 2.2 to 2.5), four chunks or parents side by side.
#include "vector.h"
enum { Chunk = 1024, Chunks = 1024, Rounds = 800, ChunkStart = 1, ChunkEnd = 2, Parent = 4, Root = 8 };
static uint8_t input[Chunk * Chunks];
static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static inline V rotate(V a, int right) { return orV(shrU32(a, right), shlI32(a, 32 - right)); }
static inline V rotate16(V a) {
  return SHUFFLE_BYTES(a, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}
static inline V rotate8(V a) {
  return SHUFFLE_BYTES(a, 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);
}

static inline __attribute__((always_inline)) void mix(V *v, int a, int b, int c, int d, V x, V y) {
  v[a] = addI32(addI32(v[a], v[b]), x);
  v[d] = rotate16(xorV(v[d], v[a]));
  v[c] = addI32(v[c], v[d]);
  v[b] = rotate(xorV(v[b], v[c]), 12);
  v[a] = addI32(addI32(v[a], v[b]), y);
  v[d] = rotate8(xorV(v[d], v[a]));
  v[c] = addI32(v[c], v[d]);
  v[b] = rotate(xorV(v[b], v[c]), 7);
}

static inline __attribute__((always_inline)) void mixAll(V *v, V *m) {
  mix(v, 0, 4, 8, 12, m[0], m[1]);
  mix(v, 1, 5, 9, 13, m[2], m[3]);
  mix(v, 2, 6, 10, 14, m[4], m[5]);
  mix(v, 3, 7, 11, 15, m[6], m[7]);
  mix(v, 0, 5, 10, 15, m[8], m[9]);
  mix(v, 1, 6, 11, 12, m[10], m[11]);
  mix(v, 2, 7, 8, 13, m[12], m[13]);
  mix(v, 3, 4, 9, 14, m[14], m[15]);
  V p[16] = {m[2], m[6],  m[3],  m[10], m[7], m[0],  m[4],  m[13],
             m[1], m[11], m[12], m[5],  m[9], m[14], m[15], m[8]};
  for (int i = 0; i < 16; i++)
    m[i] = p[i];
}

/* Four rows of four words become four columns. */
static inline __attribute__((always_inline)) void transpose(V *r) {
  V a = interleaveLowI32(r[0], r[1]), b = interleaveHighI32(r[0], r[1]);
  V c = interleaveLowI32(r[2], r[3]), d = interleaveHighI32(r[2], r[3]);
  r[0] = interleaveLowI64(a, c);
  r[1] = interleaveHighI64(a, c);
  r[2] = interleaveLowI64(b, d);
  r[3] = interleaveHighI64(b, d);
}

/* Takes one block of 64 bytes into each of four chaining values. */
static void compress(V chaining[8], const uint8_t *const from[4], V counter, int flags) {
  V m[16], v[16];
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++)
      m[4 * i + j] = load(from[j] + 16 * i);
    transpose(m + 4 * i);
  }
  for (int i = 0; i < 8; i++)
    v[i] = chaining[i];
  for (int i = 0; i < 4; i++)
    v[8 + i] = splatI32((int)initial[i]);
  v[12] = counter;
  v[13] = zero();
  v[14] = splatI32(64);
  v[15] = splatI32(flags);
  mixAll(v, m);
  mixAll(v, m);
  mixAll(v, m);
  mixAll(v, m);
  mixAll(v, m);
  mixAll(v, m);
  mixAll(v, m);
  for (int i = 0; i < 8; i++)
    chaining[i] = xorV(v[i], v[8 + i]);
}

static void start(V chaining[8]) {
  for (int i = 0; i < 8; i++)
    chaining[i] = splatI32((int)initial[i]);
}

static void finish(V chaining[8], uint32_t (*to)[8]) {
  transpose(chaining);
  transpose(chaining + 4);
  for (int i = 0; i < 4; i++) {
    store(to[i], chaining[i]);
    store(to[i] + 4, chaining[4 + i]);
  }
}

static void hash(uint32_t result[8]) {
  static uint32_t values[Chunks + 4][8];
  static const uint32_t numbers[4] = {0, 1, 2, 3};
  V chaining[8];
  const uint8_t *from[4];
  for (int chunk = 0; chunk < Chunks; chunk += 4) {
    start(chaining);
    for (int block = 0; block < Chunk; block += 64) {
      for (int i = 0; i < 4; i++)
        from[i] = input + (chunk + i) * Chunk + block;
      compress(chaining, from, addI32(splatI32(chunk), load(numbers)),
               (block == 0 ? ChunkStart : 0) | (block == Chunk - 64 ? ChunkEnd : 0));
    }
    finish(chaining, values + chunk);
  }
  for (int count = Chunks / 2; count; count /= 2)
    for (int parent = 0; parent < count; parent += 4) {
      start(chaining);
      for (int i = 0; i < 4; i++)
        from[i] = (const uint8_t *)values[2 * (parent + i) % Chunks];
      compress(chaining, from, zero(), Parent | (count == 1 ? Root : 0));
      finish(chaining, values + parent);
    }
  memcpy(result, values[0], 32);
}

int main(void) {
  for (size_t i = 0; i < sizeof input; i++)
    input[i] = (uint8_t)(i % 251);
  uint32_t result[8];
  for (int round = 0; round < Rounds; round++) {
    hash(result);
    if (round == 0)
      printf("%08x\n", (unsigned)result[0]);
    input[round * 1000] ^= (uint8_t)result[0];
  }
  benchPrint("blake3", benchHash(result, sizeof result));
  return 0;
}
