// A filter of 5 by 5 weights over a picture of floats, four pixels at a time.
#include "vector.h"
enum { Width = 1024, Height = 512, Taps = 5, Rounds = 200 };
static float picture[Height + Taps - 1][Width + Taps - 1], result[Height][Width];
static float weights[Taps][Taps];

static void convolve(void) {
  V splat[Taps][Taps];
  for (int i = 0; i < Taps; i++)
    for (int j = 0; j < Taps; j++)
      splat[i][j] = loadSplatF32(&weights[i][j]);
  for (int y = 0; y < Height; y++)
    for (int x = 0; x < Width; x += 4) {
      V sum = zero();
      for (int i = 0; i < Taps; i++)
        for (int j = 0; j < Taps; j++)
          sum = maddF32(load(&picture[y + i][x + j]), splat[i][j], sum);
      store(&result[y][x], sum);
    }
}

int main(void) {
  for (int y = 0; y < Height + Taps - 1; y++)
    for (int x = 0; x < Width + Taps - 1; x++)
      picture[y][x] = (float)benchBelow(256);
  for (int i = 0; i < Taps; i++)
    for (int j = 0; j < Taps; j++)
      weights[i][j] = (float)((i + 1) * (j + 2)) / 128;
  for (int round = 0; round < Rounds; round++) {
    convolve();
    for (int y = 0; y < Height; y += 7)
      picture[y][round] = result[y][round + 1] / 8;
  }
  benchPrint("convolution", benchHash(result, sizeof result));
  return 0;
}
