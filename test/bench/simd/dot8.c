// A matrix of signed bytes times vectors of bytes below 128, as in a quantised layer: two rows of the matrix and two
// vectors at a time.
#include "vector.h"
enum { Rows = 512, Length = 1024, Vectors = 32, Rounds = 500 };
static int8_t matrix[Rows][Length];
static uint8_t vectors[Vectors][Length];
static int32_t result[Vectors][Rows];

static void multiply(void) {
  for (int i = 0; i < Vectors; i += 2)
    for (int row = 0; row < Rows; row += 2) {
      V sum[2][2] = {{zero(), zero()}, {zero(), zero()}};
      for (int k = 0; k < Length; k += 16) {
        V one = load(&vectors[i][k]), two = load(&vectors[i + 1][k]);
        for (int j = 0; j < 2; j++) {
          V weights = load(&matrix[row + j][k]);
          sum[j][0] = dotAddI8(weights, one, sum[j][0]);
          sum[j][1] = dotAddI8(weights, two, sum[j][1]);
        }
      }
      for (int j = 0; j < 2; j++) {
        result[i][row + j] = sumI32(sum[j][0]);
        result[i + 1][row + j] = sumI32(sum[j][1]);
      }
    }
}

int main(void) {
  for (int i = 0; i < Rows; i++)
    for (int j = 0; j < Length; j++)
      matrix[i][j] = (int8_t)(benchBelow(255) - 127);
  for (int i = 0; i < Vectors; i++)
    for (int j = 0; j < Length; j++)
      vectors[i][j] = (uint8_t)benchBelow(128);
  for (int round = 0; round < Rounds; round++) {
    multiply();
    for (int i = 0; i < Vectors; i++)
      vectors[i][round] = (uint8_t)(result[i][round] >> 8 & 127);
  }
  benchPrint("dot8", benchHash(result, sizeof result));
  return 0;
}
