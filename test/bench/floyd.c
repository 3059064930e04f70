// All shortest paths of a dense graph in 32-bit integers (Floyd and Warshall).
#include "bench.h"
enum { N = 1100 };
static int32_t path[N][N];

int main(void) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      path[i][j] = i == j ? 0 : benchBelow(100) < 12 ? 1 + (int32_t)benchBelow(1000) : 1000000;
  for (int k = 0; k < N; k++)
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++) {
        int32_t through = path[i][k] + path[k][j];
        path[i][j] = path[i][j] < through ? path[i][j] : through;
      }
  benchPrint("floyd", benchHash(path, sizeof path));
  return 0;
}
