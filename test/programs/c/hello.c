// The smallest program with output; scripts/demo and the size and start-up figures use it.
#include <stdio.h>

int main(void) {
  puts("hello, world");
  return 0;
}
