/* What a function should not do, by the query: /hostile?loop, ?trap, ?bounds, ?stack, ?memory,
   ?address, ?flood, ?status. */
#include "edge.h"

static int is(const char *target, const char *what) {
  while (*target && *target++ != '?')
    ;
  while (*what && *target == *what)
    ++target, ++what;
  return !*what && !*target;
}

/* Its frames are on the stack of the machine, which is not in the function's memory. */
static size_t recurse(unsigned depth) {
  size_t deeper = depth == UINT32_MAX ? 0 : recurse(depth + 1);
  return deeper + edge_read(EDGE_BODY, 0, 0);
}

/* Takes all the memory that it gets, and touches it. */
static void fill(void) {
  size_t first = __builtin_wasm_memory_size(0) * 65536;
  while (__builtin_wasm_memory_grow(0, 10) != (size_t)-1)
    ;
  size_t end = __builtin_wasm_memory_size(0) * 65536;
  for (size_t i = first; i < end; i += 4096)
    *(volatile char *)i = 1;
  edge_status(507);
  edge_write("full\n", 5);
}

EDGE_HANDLE {
  char target[64] = {0};
  edge_read(EDGE_TARGET, target, sizeof target - 1);
  if (is(target, "loop"))
    for (volatile int i = 0;; ++i)
      ;
  if (is(target, "trap"))
    __builtin_trap();
  if (is(target, "bounds"))
    *(volatile int *)0xfffffff0 = 1;
  if (is(target, "stack"))
    edge_status(200 + (int)recurse(0));
  if (is(target, "memory"))
    fill();
  if (is(target, "address"))
    edge_write((const void *)0xfffffff0, 100);
  if (is(target, "flood"))
    for (;;)
      edge_write(target, sizeof target);
  if (is(target, "status"))
    edge_status(99);
}
