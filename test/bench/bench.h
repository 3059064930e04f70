/*===-- bench.h - What the benchmark kernels share ------------------------===*/
//
// Each kernel prints results that depend on all of its work, so that nothing
// folds away, and takes its numbers from one generator, so that every
// engine must print the same.
//
/*===----------------------------------------------------------------------===*/
#ifndef SINTER_BENCH_H
#define SINTER_BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t benchState = 0x9e3779b97f4a7c15u;

/* xorshift64*: small, good enough, the same everywhere. */
static inline uint64_t benchRandom(void) {
  benchState ^= benchState >> 12;
  benchState ^= benchState << 25;
  benchState ^= benchState >> 27;
  return benchState * 0x2545f4914f6cdd1du;
}

static inline uint32_t benchBelow(uint32_t limit) {
  return (uint32_t)((benchRandom() >> 32) * limit >> 32);
}

/* FNV-1a over bytes, to print large results as one number. */
static inline uint64_t benchHash(const void *data, size_t size) {
  const unsigned char *bytes = (const unsigned char *)data;
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < size; i++)
    hash = (hash ^ bytes[i]) * 1099511628211u;
  return hash;
}

static inline void benchPrint(const char *name, uint64_t value) {
  printf("%s %016llx\n", name, (unsigned long long)value);
}

/* Text of words with the skew of a language, so that it compresses and repeats like one. */
static inline char *benchText(size_t size) {
  static const char *const syllables[] = {"ba", "con", "de", "el", "fi", "gra", "hu",  "in",
                                          "jo", "ka",  "lu", "ma", "no", "or",  "pre", "qui",
                                          "re", "sta", "tu", "un", "ver", "wi", "xe",  "za"};
  char words[512][16], *text = (char *)malloc(size + 1);
  for (int i = 0; i < 512; i++) {
    words[i][0] = 0;
    for (uint32_t n = 1 + benchBelow(4); n; n--)
      strcat(words[i], syllables[benchBelow(24)]);
  }
  size_t at = 0;
  while (at < size) {
    uint32_t a = benchBelow(512), b = benchBelow(512);
    const char *word = words[a * b >> 9];
    while (*word && at < size)
      text[at++] = *word++;
    if (at < size)
      text[at++] = benchBelow(12) ? ' ' : '\n';
  }
  text[size] = 0;
  return text;
}

#endif
