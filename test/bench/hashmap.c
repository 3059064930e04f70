// An open-addressing map of integers: inserts, lookups and removals with linear probing.
#include "bench.h"

enum { Bits = 20, Size = 1 << Bits, Mask = Size - 1 };
static uint64_t keys[Size];
static uint32_t values[Size];

static uint32_t place(uint64_t key) { return (uint32_t)((key * 0x9e3779b97f4a7c15u) >> (64 - Bits)); }

static uint32_t find(uint64_t key) {
  uint32_t at = place(key);
  while (keys[at] && keys[at] != key)
    at = (at + 1) & Mask;
  return at;
}

static void removeAt(uint32_t hole) {
  for (uint32_t at = (hole + 1) & Mask; keys[at]; at = (at + 1) & Mask) {
    uint32_t home = place(keys[at]);
    if (((at - home) & Mask) >= ((at - hole) & Mask)) {
      keys[hole] = keys[at];
      values[hole] = values[at];
      hole = at;
    }
  }
  keys[hole] = 0;
}

int main(void) {
  uint64_t hits = 0, stored = 0, removed = 0;
  for (uint32_t i = 0; i < 9000000; i++) {
    uint64_t key = 1 + benchBelow(900000), choice = benchRandom() >> 61;
    uint32_t at = find(key);
    if (choice < 4) {
      hits += keys[at] ? values[at] : 1;
    } else if (choice < 6) {
      if (!keys[at]) {
        keys[at] = key;
        values[at] = i;
        stored++;
      } else {
        values[at] ^= i;
      }
    } else if (keys[at]) {
      removeAt(at);
      removed++;
    }
  }
  printf("stored %llu removed %llu\n", (unsigned long long)stored, (unsigned long long)removed);
  benchPrint("hits", hits);
  return 0;
}
