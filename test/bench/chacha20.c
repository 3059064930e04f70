// ChaCha20 (RFC 8439, section 2.3) as a stream, authenticated with Poly1305 (section 2.5).
#include "bench.h"

static uint32_t turn(uint32_t x, int by) { return x << by | x >> (32 - by); }
#define QUARTER(A, B, C, D)                                                                                  \
  A += B, D = turn(D ^ A, 16), C += D, B = turn(B ^ C, 12), A += B, D = turn(D ^ A, 8), C += D,              \
  B = turn(B ^ C, 7)

static void stream(const uint32_t start[16], uint32_t out[16]) {
  uint32_t x[16];
  memcpy(x, start, sizeof x);
  for (int round = 0; round < 10; round++) {
    QUARTER(x[0], x[4], x[8], x[12]);
    QUARTER(x[1], x[5], x[9], x[13]);
    QUARTER(x[2], x[6], x[10], x[14]);
    QUARTER(x[3], x[7], x[11], x[15]);
    QUARTER(x[0], x[5], x[10], x[15]);
    QUARTER(x[1], x[6], x[11], x[12]);
    QUARTER(x[2], x[7], x[8], x[13]);
    QUARTER(x[3], x[4], x[9], x[14]);
  }
  for (int i = 0; i < 16; i++)
    out[i] = x[i] + start[i];
}

static void encrypt(uint32_t state[16], unsigned char *data, size_t size) {
  for (size_t at = 0; at < size; at += 64, state[12]++) {
    uint32_t key[16];
    stream(state, key);
    for (int i = 0; i < 16; i++) {
      uint32_t word;
      memcpy(&word, data + at + 4 * i, 4);
      word ^= key[i];
      memcpy(data + at + 4 * i, &word, 4);
    }
  }
}

// Poly1305 in five limbs of 26 bits.
static uint64_t authenticate(const unsigned char *data, size_t size, const uint32_t key[8]) {
  const uint32_t mask = 0x3ffffff;
  uint32_t r[5], h[5] = {0};
  r[0] = key[0] & mask;
  r[1] = (key[0] >> 26 | key[1] << 6) & 0x3ffff03;
  r[2] = (key[1] >> 20 | key[2] << 12) & 0x3ffc0ff;
  r[3] = (key[2] >> 14 | key[3] << 18) & 0x3f03fff;
  r[4] = key[3] >> 8 & 0x00fffff;
  for (size_t at = 0; at + 16 <= size; at += 16) {
    uint32_t w[4];
    memcpy(w, data + at, 16);
    h[0] += w[0] & mask;
    h[1] += (w[0] >> 26 | w[1] << 6) & mask;
    h[2] += (w[1] >> 20 | w[2] << 12) & mask;
    h[3] += (w[2] >> 14 | w[3] << 18) & mask;
    h[4] += w[3] >> 8 | 1u << 24;
    uint64_t d[5];
    for (int i = 0; i < 5; i++) {
      d[i] = 0;
      for (int j = 0; j < 5; j++)
        d[i] += (uint64_t)h[j] * (j <= i ? r[i - j] : 5 * r[i + 5 - j]);
    }
    uint64_t carry = 0;
    for (int i = 0; i < 5; i++) {
      d[i] += carry;
      h[i] = (uint32_t)d[i] & mask;
      carry = d[i] >> 26;
    }
    h[0] += (uint32_t)carry * 5;
    h[1] += h[0] >> 26;
    h[0] &= mask;
  }
  return h[0] ^ (uint64_t)h[1] << 12 ^ (uint64_t)h[2] << 24 ^ (uint64_t)h[3] << 36 ^ (uint64_t)h[4] << 40;
}

int main(void) {
  enum { Size = 16 << 20 };
  uint32_t state[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  for (int i = 4; i < 16; i++)
    state[i] = (uint32_t)benchRandom();
  unsigned char *data = (unsigned char *)calloc(Size, 1);
  uint64_t tag = 0;
  for (int round = 0; round < 12; round++) {
    encrypt(state, data, Size);
    tag = tag * 31 + authenticate(data, Size, state + 4);
  }
  benchPrint("tag", tag);
  benchPrint("data", benchHash(data, Size));
  return 0;
}
