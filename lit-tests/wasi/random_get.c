/* random_get: any size, also none; nothing is written where the end does not fit.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static unsigned char bytes[4096];
static void test(void) {
  EXPECT(random_get(AT(bytes), sizeof bytes), OK);
  u32 zeros = 0;
  for (u32 i = 0; i < sizeof bytes; i++)
    zeros += bytes[i] == 0;
  EXPECT(zeros < 100, 1);
  bytes[0] = 7;
  EXPECT(random_get(AT(bytes), 0), OK);
  EXPECT(random_get(END, 0), OK);
  EXPECT(random_get(END + 1, 0), FAULT);
  EXPECT(random_get(AT(bytes), ~0u), FAULT);
  EXPECT(bytes[0], 7);
  EXPECT(random_get(END - 1, 2), FAULT);
}
