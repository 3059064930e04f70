// Non-cryptographic hashes over buffers: CRC-32 by tables, Adler-32, a 64-bit multiplying hash, a
// rolling hash that cuts content into pieces.
#include "bench.h"

static uint32_t crcTable[8][256];

static void makeTable(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++)
      value = value & 1 ? value >> 1 ^ 0xedb88320u : value >> 1;
    crcTable[0][i] = value;
  }
  for (int row = 1; row < 8; row++)
    for (int i = 0; i < 256; i++)
      crcTable[row][i] = crcTable[row - 1][i] >> 8 ^ crcTable[0][crcTable[row - 1][i] & 255];
}

static uint32_t crc(const unsigned char *data, size_t size) {
  uint32_t value = ~0u;
  for (; size >= 8; data += 8, size -= 8) {
    uint32_t low, high;
    memcpy(&low, data, 4);
    memcpy(&high, data + 4, 4);
    low ^= value;
    value = crcTable[7][low & 255] ^ crcTable[6][low >> 8 & 255] ^ crcTable[5][low >> 16 & 255] ^
            crcTable[4][low >> 24] ^ crcTable[3][high & 255] ^ crcTable[2][high >> 8 & 255] ^
            crcTable[1][high >> 16 & 255] ^ crcTable[0][high >> 24];
  }
  return ~value;
}

static uint32_t adler(const unsigned char *data, size_t size) {
  uint32_t a = 1, b = 0;
  while (size) {
    size_t part = size < 5552 ? size : 5552;
    size -= part;
    while (part--) {
      a += *data++;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b << 16 | a;
}

static uint64_t multiply(const unsigned char *data, size_t size) {
  uint64_t lanes[4] = {1, 2, 3, 4};
  for (; size >= 32; data += 32, size -= 32)
    for (int lane = 0; lane < 4; lane++) {
      uint64_t word;
      memcpy(&word, data + 8 * lane, 8);
      uint64_t mixed = lanes[lane] + word * 0xc2b2ae3d27d4eb4fu;
      lanes[lane] = (mixed << 31 | mixed >> 33) * 0x9e3779b185ebca87u;
    }
  return lanes[0] ^ lanes[1] * 3 ^ lanes[2] * 5 ^ lanes[3] * 7;
}

static uint64_t pieces(const unsigned char *data, size_t size) {
  uint64_t gear[256], rolling = 0, cuts = 0, last = 0;
  benchState = 77;
  for (int i = 0; i < 256; i++)
    gear[i] = benchRandom();
  for (size_t i = 0; i < size; i++) {
    rolling = (rolling << 1) + gear[data[i]];
    if (!(rolling >> 52)) {
      cuts = cuts * 31 + (i - last);
      last = i;
    }
  }
  return cuts;
}

int main(void) {
  enum { Size = 4 << 20 };
  unsigned char *data = (unsigned char *)malloc(Size);
  for (size_t i = 0; i < Size; i++)
    data[i] = (unsigned char)(benchRandom() >> 40);
  makeTable();
  uint64_t sum = 0;
  for (int round = 0; round < 40; round++) {
    data[round * 1001]++;
    sum += crc(data, Size) + adler(data, Size) + multiply(data, Size) + pieces(data, Size);
  }
  benchPrint("digest", sum);
  return 0;
}
