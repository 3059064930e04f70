// The demonstration: counts primes, permutes, sorts and hashes, and prints what it found.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Heap sort: libc's qsort differs from one libc to the next.
static void sort(uint32_t *numbers, unsigned count) {
  for (unsigned built = count / 2, end = count; end > 1;) {
    if (built > 0) {
      built--;
    } else {
      end--;
      uint32_t largest = numbers[0];
      numbers[0] = numbers[end];
      numbers[end] = largest;
    }
    unsigned hole = built;
    uint32_t value = numbers[hole];
    for (unsigned child; (child = 2 * hole + 1) < end; hole = child) {
      child += child + 1 < end && numbers[child + 1] > numbers[child];
      if (numbers[child] <= value)
        break;
      numbers[hole] = numbers[child];
    }
    numbers[hole] = value;
  }
}

static unsigned primesBelow(unsigned limit) {
  unsigned char *composite = calloc(limit, 1);
  unsigned count = 0;
  for (unsigned i = 2; i < limit; i++) {
    if (composite[i])
      continue;
    count++;
    for (uint64_t j = (uint64_t)i * i; j < limit; j += i)
      composite[j] = 1;
  }
  free(composite);
  return count;
}

static unsigned queens(unsigned all, unsigned columns, unsigned left, unsigned right) {
  if (columns == all)
    return 1;
  unsigned found = 0;
  for (unsigned free = all & ~(columns | left | right); free; free &= free - 1) {
    unsigned bit = free & -free;
    found += queens(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return found;
}

int main(void) {
  printf("primes below 5000000: %u\n", primesBelow(5000000));
  printf("ways to place 11 queens: %u\n", queens((1u << 11) - 1, 0, 0, 0));
  enum { Count = 500000 };
  uint32_t *numbers = malloc(Count * sizeof *numbers), state = 1;
  for (unsigned i = 0; i < Count; i++)
    numbers[i] = state = state * 1664525u + 1013904223u;
  sort(numbers, Count);
  uint64_t hash = 14695981039346656037u;
  for (unsigned i = 0; i < Count; i++)
    hash = (hash ^ numbers[i]) * 1099511628211u;
  printf("sorted %u numbers: median %u, hash %016llx\n", Count, numbers[Count / 2],
         (unsigned long long)hash);
  free(numbers);
  return 0;
}
