// Counts words of a text in a chained hash table of strings, then sorts them by count.
#include "bench.h"

typedef struct Word {
  struct Word *next;
  uint32_t count, hash;
  char text[];
} Word;
enum { Buckets = 1 << 16 };
static Word *table[Buckets];

static int byCount(const void *a, const void *b) {
  const Word *x = *(Word *const *)a, *y = *(Word *const *)b;
  if (x->count != y->count)
    return x->count < y->count ? 1 : -1;
  return strcmp(x->text, y->text);
}

int main(void) {
  enum { Size = 8 << 20 };
  char *text = benchText(Size);
  unsigned words = 0, different = 0;
  for (int round = 0; round < 24; round++)
    for (size_t at = 0; at < Size;) {
      size_t start = at;
      uint32_t hash = 2166136261u + (uint32_t)round;
      for (; at < Size && text[at] > ' '; at++)
        hash = (hash ^ (unsigned char)text[at]) * 16777619u;
      size_t length = at - start;
      at++;
      // Pairs of a word and the length of the gap, to have more different keys.
      Word **slot = &table[(hash ^ hash >> 15) & (Buckets - 1)];
      for (; *slot; slot = &(*slot)->next)
        if ((*slot)->hash == hash && !memcmp((*slot)->text, text + start, length) &&
            !(*slot)->text[length])
          break;
      if (!*slot) {
        *slot = (Word *)calloc(1, sizeof(Word) + length + 1);
        (*slot)->hash = hash;
        memcpy((*slot)->text, text + start, length);
        different++;
      }
      (*slot)->count++;
      words++;
    }
  Word **all = (Word **)malloc(different * sizeof *all);
  unsigned found = 0;
  for (int i = 0; i < Buckets; i++)
    for (Word *word = table[i]; word; word = word->next)
      all[found++] = word;
  qsort(all, found, sizeof *all, byCount);
  printf("%u words, %u different\n", words, found);
  uint64_t hash = 0;
  for (unsigned i = 0; i < found; i++)
    hash = hash * 31 + benchHash(all[i]->text, strlen(all[i]->text)) * all[i]->count;
  benchPrint("words", hash);
  return 0;
}
