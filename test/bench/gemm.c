// Dense matrix product in double precision, in the loop order that vectorises.
#include "bench.h"
enum { N = 720 };
static double a[N][N], b[N][N], c[N][N];

int main(void) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      a[i][j] = (double)((i * j + 1) % N) / N;
      b[i][j] = (double)(i * (j + 1) % (N - 7)) / N;
      c[i][j] = (double)((i + j) % 13) / 13;
    }
  for (int round = 0; round < 3; round++)
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++)
        c[i][j] *= 0.75;
      for (int k = 0; k < N; k++)
        for (int j = 0; j < N; j++)
          c[i][j] += 1.25 * a[i][k] * b[k][j];
    }
  double sum = 0;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      sum += c[i][j] * ((i ^ j) & 15);
  printf("%.6f\n", sum);
  benchPrint("gemm", benchHash(c, sizeof c));
  return 0;
}
