// SHA-256 (FIPS 180-4) of a long message and of many short ones.
#include "bench.h"

static uint32_t k[64];

// The constants are the first bits of the fractions of roots of primes; computed in integers.
static uint32_t rootBits(uint32_t prime, int cube) {
  uint64_t low = 0, high = (uint64_t)1 << 36; // the root, with 32 bits of fraction
  while (low + 1 < high) {
    uint64_t middle = (low + high) / 2;
    long double value = (long double)middle / 4294967296.0L;
    long double power = cube ? value * value * value : value * value;
    if (power <= (long double)prime)
      low = middle;
    else
      high = middle;
  }
  return (uint32_t)low;
}

static uint32_t initial[8];

static void makeConstants(void) {
  int found = 0;
  for (uint32_t n = 2; found < 64; n++) {
    int prime = 1;
    for (uint32_t d = 2; d * d <= n; d++)
      prime &= n % d != 0;
    if (!prime)
      continue;
    if (found < 8)
      initial[found] = rootBits(n, 0);
    k[found++] = rootBits(n, 1);
  }
}

static uint32_t turn(uint32_t x, int by) { return x >> by | x << (32 - by); }

static void block(uint32_t state[8], const unsigned char *data) {
  uint32_t w[64], s[8];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)data[4 * i] << 24 | (uint32_t)data[4 * i + 1] << 16 |
           (uint32_t)data[4 * i + 2] << 8 | data[4 * i + 3];
  for (int i = 16; i < 64; i++)
    w[i] = w[i - 16] + w[i - 7] + (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3) +
           (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
  memcpy(s, state, sizeof s);
  for (int i = 0; i < 64; i++) {
    uint32_t t1 = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) +
                  ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
    uint32_t t2 = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) +
                  ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    for (int j = 7; j > 0; j--)
      s[j] = s[j - 1];
    s[4] += t1;
    s[0] = t1 + t2;
  }
  for (int i = 0; i < 8; i++)
    state[i] += s[i];
}

static void sha256(const unsigned char *data, size_t size, unsigned char out[32]) {
  uint32_t state[8];
  memcpy(state, initial, sizeof state);
  size_t left = size;
  for (; left >= 64; left -= 64, data += 64)
    block(state, data);
  unsigned char last[128] = {0};
  memcpy(last, data, left);
  last[left] = 0x80;
  size_t end = left < 56 ? 64 : 128;
  for (int i = 0; i < 8; i++)
    last[end - 1 - i] = (unsigned char)((uint64_t)size * 8 >> 8 * i);
  block(state, last);
  if (end == 128)
    block(state, last + 64);
  for (int i = 0; i < 32; i++)
    out[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static void show(const unsigned char digest[32]) {
  for (int i = 0; i < 32; i++)
    printf("%02x", digest[i]);
  printf("\n");
}

int main(void) {
  makeConstants();
  unsigned char digest[32];
  sha256((const unsigned char *)"abc", 3, digest);
  show(digest);
  enum { Size = 64 << 20 };
  unsigned char *data = (unsigned char *)malloc(Size);
  for (size_t i = 0; i < Size; i++)
    data[i] = (unsigned char)(i * 2654435761u >> 24);
  for (int round = 0; round < 1; round++) {
    sha256(data, Size, digest);
    memcpy(data, digest, 32);
  }
  show(digest);
  for (int i = 0; i < 500000; i++)
    sha256(digest, 32, digest);
  show(digest);
  return 0;
}
