// Compresses text with libbzip2, in memory, and expands it again.
#include "bench.h"
#include "bzlib.h"

int main(void) {
  enum { Size = 3 << 20 };
  char *text = benchText(Size), *packed = (char *)malloc(2 * Size), *back = (char *)malloc(Size);
  for (int round = 0; round < 2; round++) {
    unsigned packedSize = 2 * Size, backSize = Size;
    text[round * 7] ^= 1;
    if (BZ2_bzBuffToBuffCompress(packed, &packedSize, text, Size, 9, 0, 0) != BZ_OK)
      return 1;
    if (BZ2_bzBuffToBuffDecompress(back, &backSize, packed, packedSize, 0, 0) != BZ_OK)
      return 2;
    printf("%u %u %d\n", packedSize, backSize, memcmp(text, back, Size));
    benchPrint("packed", benchHash(packed, packedSize));
  }
  return 0;
}

void bz_internal_error(int code) { exit(code); }
