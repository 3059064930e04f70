/* Imports of glue.wat as C functions. */
#include "glue.h"

static int64_t sum;

void env__add(int32_t p0, int64_t p1, float p2, double p3) {
  sum += p0 + p1 + (int64_t)(p2 * 2) + (int64_t)(p3 * 4);
}
int32_t env__negative(int32_t p0) { return p0 < 0 ? -1 : 1; }
int64_t env__total(void) { return sum; }
float ZC3ZA9__half(float p0) { return p0 / 2; }
/* Writes through the memory: upper case. */
void env__shout(int32_t p0, int32_t p1) {
  uint8_t *bytes = sinter_glue_bytes((uint32_t)p0, (uint32_t)p1);
  if (!bytes)
    sinter_glue_fail("shouted out of bounds");
  for (int32_t i = 0; i < p1; ++i)
    if (bytes[i] >= 'a' && bytes[i] <= 'z')
      bytes[i] -= 'a' - 'A';
}
