// One trap of each kind that C can meet; the argument chooses. Output precedes it and must not be lost.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*Unary)(int);
static int twice(int x) { return 2 * x; }
static double half(double x) { return x / 2; }
volatile int zero = 0, minusOne = -1;
static void *volatile functions[] = {(void *)twice, (void *)half};

// No frame in linear memory, so that the native stack is what runs out.
__attribute__((noinline)) static int deep(int n) { return n == minusOne ? 0 : deep(n + 1) + zero; }

int main(int argc, char **argv) {
  const char *kind = argc > 1 ? argv[1] : "";
  printf("before %s\n", kind);
  fflush(stdout);
  if (!strcmp(kind, "load"))
    return *(volatile int *)(uintptr_t)0xfffffff0u;
  if (!strcmp(kind, "store"))
    *(volatile int *)(uintptr_t)0xfffffff0u = 1;
  if (!strcmp(kind, "unreachable"))
    __builtin_trap();
  if (!strcmp(kind, "divide"))
    return 1 / zero;
  if (!strcmp(kind, "overflow"))
    return INT32_MIN / minusOne;
  if (!strcmp(kind, "convert"))
    return __builtin_wasm_trunc_s_i32_f64(1e300 + zero);
  if (!strcmp(kind, "call"))
    return ((Unary)functions[1 + zero])(3);
  if (!strcmp(kind, "stack"))
    return deep(0);
  if (!strcmp(kind, "abort"))
    abort();
  return 3;
}
