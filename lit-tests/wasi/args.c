/* args_sizes_get and args_get: counts, pointers and bytes; nothing is written where it does not fit.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t one ''
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t one ''
*/
#include "check.h"

static char text[64];
static u32 list[8], count, size;
static void test(void) {
  EXPECT(args_sizes_get(AT(&count), AT(&size)), OK);
  EXPECT(count, 3);
  EXPECT(args_get(AT(list), AT(text)), OK);
  EXPECT(list[1] - list[0] + 5, size); /* "one" and "" follow the name. */
  EXPECT(same((char *)list[1], "one\0", 5), 1);
  EXPECT(list[2], list[1] + 4);
  EXPECT(args_sizes_get(END - 3, AT(&size)), FAULT);
  EXPECT(args_sizes_get(AT(&count), END), FAULT);
  text[0] = '?';
  EXPECT(args_get(END - 11, AT(text)), FAULT);
  EXPECT(text[0], '?');
  EXPECT(args_get(AT(list), END - size + 1), FAULT);
  EXPECT(args_get(AT(list), END - size), OK);
}
