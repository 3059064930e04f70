// A hash table with chains, which grows: words are counted.
#include "kernel.h"

typedef struct Entry Entry;
struct Entry {
  Entry *next;
  uint64_t hash, count;
  uint32_t length;
  char text[];
};

static Entry **buckets;
static uint64_t bucketCount, entryCount;

static Entry **makeBuckets(uint64_t count) {
  Entry **made = (Entry **)allocate(count * sizeof(Entry *));
  for (uint64_t i = 0; i < count; i++)
    made[i] = NULL;
  return made;
}

static void grow(void) {
  uint64_t count = 2 * bucketCount;
  Entry **made = makeBuckets(count);
  for (uint64_t i = 0; i < bucketCount; i++)
    for (Entry *entry = buckets[i], *next; entry; entry = next) {
      next = entry->next;
      entry->next = made[entry->hash & (count - 1)];
      made[entry->hash & (count - 1)] = entry;
    }
  buckets = made;
  bucketCount = count;
}

static uint64_t count(const char *text, uint32_t length) {
  uint64_t hash = 14695981039346656037u;
  for (uint32_t i = 0; i < length; i++)
    hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
  Entry **place = &buckets[hash & (bucketCount - 1)];
  for (; *place; place = &(*place)->next)
    if ((*place)->hash == hash && (*place)->length == length) {
      uint32_t i = 0;
      while (i < length && (*place)->text[i] == text[i])
        i++;
      if (i == length)
        return ++(*place)->count;
    }
  Entry *entry = (Entry *)allocate(sizeof(Entry) + length);
  entry->next = NULL;
  entry->hash = hash;
  entry->count = 1;
  entry->length = length;
  for (uint32_t i = 0; i < length; i++)
    entry->text[i] = text[i];
  *place = entry;
  if (++entryCount > bucketCount)
    grow();
  return 1;
}

RUN {
  enum { Words = 8000000 };
  bucketCount = 64;
  buckets = makeBuckets(bucketCount);
  char word[16];
  uint64_t sum = 0;
  for (int i = 0; i < Words; i++) {
    uint64_t r = randomNumber(), number = (r >> 20) % 40000 * ((r >> 8) % 40000) / 40000;
    uint32_t length = 0;
    do {
      word[length++] = (char)('a' + number % 19);
      number /= 19;
    } while (number);
    word[length] = (char)('a' + length % 7);
    length++;
    sum = sum * 31 + count(word, length);
  }
  return sum + entryCount;
}
