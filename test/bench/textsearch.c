// Searching text: Boyer-Moore-Horspool, a small backtracking pattern matcher, upper-casing, splitting,
// memchr and strstr of the C library.
#include "bench.h"

static size_t horspool(const char *text, size_t size, const char *word, size_t length) {
  size_t shift[256], found = 0;
  for (int i = 0; i < 256; i++)
    shift[i] = length;
  for (size_t i = 0; i + 1 < length; i++)
    shift[(unsigned char)word[i]] = length - 1 - i;
  for (size_t at = 0; at + length <= size; at += shift[(unsigned char)text[at + length - 1]])
    if (text[at + length - 1] == word[length - 1] && !memcmp(text + at, word, length - 1))
      found++;
  return found;
}

// Patterns of letters, '.', and either of them followed by '*'.
static int matchHere(const char *pattern, const char *text) {
  for (;;) {
    if (!*pattern)
      return 1;
    if (pattern[1] == '*') {
      char wanted = *pattern;
      pattern += 2;
      do
        if (matchHere(pattern, text))
          return 1;
      while (*text && *text != '\n' && (*text++ == wanted || wanted == '.'));
      return 0;
    }
    if (!*text || *text == '\n' || (*pattern != '.' && *pattern != *text))
      return 0;
    pattern++;
    text++;
  }
}

int main(void) {
  enum { Size = 6 << 20 };
  char *text = benchText(Size), *upper = (char *)malloc(Size + 1);
  static const char *const words[] = {"preconsta", "quiver", "zaxe", "ba", "notinthetext", "unun"};
  for (int i = 0; i < 6; i++)
    for (int round = 0; round < 6; round++)
      printf("%s %zu\n", words[i], horspool(text + round, Size - round, words[i], strlen(words[i])));
  static const char *const patterns[] = {"qui.*ver.*za", "b.*no.tu", "a*n.re", "s.a.*wi*x"};
  for (int i = 0; i < 4; i++) {
    unsigned hits = 0;
    for (size_t at = 0; at < Size; at++)
      hits += (unsigned)matchHere(patterns[i], text + at);
    printf("%s %u\n", patterns[i], hits);
  }
  uint64_t lines = 0;
  for (int round = 0; round < 12; round++) {
    for (size_t i = 0; i <= Size; i++)
      upper[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];
    for (char *at = upper, *end; (end = (char *)memchr(at, '\n', (size_t)(upper + Size - at)));
         at = end + 1) {
      *end = 0;
      lines = lines * 5 + (strstr(at, "VERSTA") ? strlen(at) : 1);
    }
  }
  benchPrint("lines", lines);
  return 0;
}
