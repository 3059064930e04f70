/*===-- kernel.h - What the kernels of 64-bit memories share ---------------===*/
//
// Each is one exported function, `run`, without a C library: a module with a 64-bit memory can import none
// of WASI. Natively main() prints the result in the form of `sinter --invoke run`. Memory comes from a heap
// that grows, as a C library's does, so that its length is no constant.
//
/*===----------------------------------------------------------------------===*/
#ifndef SINTER_BENCH_MEMORY64_H
#define SINTER_BENCH_MEMORY64_H

#include <stddef.h>
#include <stdint.h>

enum { Page = 65536, Growth = 16 * Page };

#ifdef __wasm__
static void *moreMemory(void) {
  return (void *)(__builtin_wasm_memory_grow(0, Growth / Page) * Page);
}
#define RUN __attribute__((export_name("run"))) uint64_t run(void)
#else
#include <stdio.h>
#include <stdlib.h>
static void *moreMemory(void) { return malloc(Growth); }
static uint64_t run(void);
int main(void) {
  printf("%lld\n", (long long)run());
  return 0;
}
#define RUN static uint64_t run(void)
#endif

static char *heap, *heapEnd;

/* Nothing is given back. */
static inline void *allocate(size_t size) {
  size = (size + 15) & ~(size_t)15;
  if ((size_t)(heapEnd - heap) < size) {
    heap = (char *)moreMemory();
    heapEnd = heap + Growth;
  }
  void *result = heap;
  heap += size;
  return result;
}

static uint64_t state = 0x9e3779b97f4a7c15u;

static inline uint64_t randomNumber(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545f4914f6cdd1du;
}

#endif
