// Edit distances between many pairs of strings, and the longest common subsequence of two long ones.
#include "bench.h"

enum { Longest = 4096 };

static unsigned distance(const char *a, unsigned n, const char *b, unsigned m) {
  static unsigned row[Longest + 1];
  for (unsigned j = 0; j <= m; j++)
    row[j] = j;
  for (unsigned i = 1; i <= n; i++) {
    unsigned diagonal = row[0];
    row[0] = i;
    for (unsigned j = 1; j <= m; j++) {
      unsigned change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      unsigned gap = (row[j - 1] < diagonal ? row[j - 1] : diagonal) + 1;
      row[j] = change < gap ? change : gap;
    }
  }
  return row[m];
}

static unsigned common(const char *a, unsigned n, const char *b, unsigned m) {
  static uint16_t rows[2][Longest + 1];
  memset(rows, 0, sizeof rows);
  for (unsigned i = 1; i <= n; i++)
    for (unsigned j = 1; j <= m; j++)
      rows[i & 1][j] = a[i - 1] == b[j - 1] ? (uint16_t)(rows[~i & 1][j - 1] + 1)
                       : rows[~i & 1][j] > rows[i & 1][j - 1] ? rows[~i & 1][j]
                                                              : rows[i & 1][j - 1];
  return rows[n & 1][m];
}

int main(void) {
  char *text = benchText(1 << 20);
  uint64_t total = 0;
  for (int pair = 0; pair < 60000; pair++) {
    unsigned n = 20 + benchBelow(60), m = 20 + benchBelow(60);
    total = total * 3 + distance(text + benchBelow(1000000), n, text + benchBelow(1000000), m);
  }
  benchPrint("short", total);
  for (int i = 0; i < 4; i++) {
    const char *a = text + i * 10000, *b = text + 500000 + i * 9000;
    printf("long %u %u\n", distance(a, Longest, b, Longest), common(a, Longest, b, Longest));
  }
  return 0;
}
