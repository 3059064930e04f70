// A product of matrices of floats, in blocks of 4 rows by 8 columns that stay in registers.
#include "vector.h"
enum { Size = 480, Rounds = 60 };
static float a[Size][Size], b[Size][Size], c[Size][Size];

static void multiply(void) {
  for (int column = 0; column < Size; column += 8)
    for (int row = 0; row < Size; row += 4) {
      V sum[4][2];
      for (int i = 0; i < 4; i++)
        sum[i][0] = sum[i][1] = zero();
      for (int k = 0; k < Size; k++) {
        V left = load(&b[k][column]), right = load(&b[k][column + 4]);
        for (int i = 0; i < 4; i++) {
          V factor = loadSplatF32(&a[row + i][k]);
          sum[i][0] = maddF32(factor, left, sum[i][0]);
          sum[i][1] = maddF32(factor, right, sum[i][1]);
        }
      }
      for (int i = 0; i < 4; i++) {
        store(&c[row + i][column], sum[i][0]);
        store(&c[row + i][column + 4], sum[i][1]);
      }
    }
}

int main(void) {
  for (int i = 0; i < Size; i++)
    for (int j = 0; j < Size; j++) {
      a[i][j] = (float)benchBelow(1000) / 500 - 1;
      b[i][j] = (float)benchBelow(1000) / 500 - 1;
    }
  for (int round = 0; round < Rounds; round++) {
    multiply();
    for (int i = 0; i < Size; i++)
      a[i][round] = c[i][round + 1] / 64;
  }
  benchPrint("matmul", benchHash(c, sizeof c));
  return 0;
}
