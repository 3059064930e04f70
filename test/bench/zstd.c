// libzstd in memory. ZSTD_BENCH_EXPAND chooses what takes the time: compressing at several levels, or
// expanding again and again.
#include "bench.h"
#include "zstd.h"

int main(void) {
  enum { Size = 8 << 20 };
  size_t room = ZSTD_compressBound(Size);
  char *text = benchText(Size), *packed = (char *)malloc(room), *back = (char *)malloc(Size);
#ifdef ZSTD_BENCH_EXPAND
  static const int levels[] = {1, 9};
  enum { Expansions = 60 };
#else
  static const int levels[] = {1, 3, 6, 12};
  enum { Expansions = 1 };
#endif
  for (unsigned i = 0; i < sizeof levels / sizeof *levels; i++) {
    size_t size = ZSTD_compress(packed, room, text, Size, levels[i]), expanded = 0;
    for (int n = 0; n < Expansions; n++)
      expanded += ZSTD_decompress(back, Size, packed, size);
    printf("level %d: %zu, %zu, %d\n", levels[i], size, expanded, memcmp(text, back, Size));
    benchPrint("packed", benchHash(packed, size));
  }
  return 0;
}
