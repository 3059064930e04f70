/* environ_sizes_get and environ_get: only what was granted, in the order of the grants.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter --env A --env B=set --env MISSING %t.wasm -o %t && env SINTER_DIR=%t.dir::/ A=yes HIDDEN=no %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked --env A --env B=set --env MISSING %t.wasm -o %t && env SINTER_DIR=%t.dir::/ A=yes HIDDEN=no %t
*/
#include "check.h"

static char text[64];
static u32 list[4], count, size;
static void test(void) {
  EXPECT(environ_sizes_get(AT(&count), AT(&size)), OK);
  EXPECT(count, 2);
  EXPECT(size, 12);
  EXPECT(environ_get(AT(list), AT(text)), OK);
  EXPECT(same(text, "A=yes\0B=set", 12), 1);
  EXPECT(list[1], AT(text) + 6);
  EXPECT(environ_sizes_get(END, AT(&size)), FAULT);
  EXPECT(environ_get(END - 7, AT(text)), FAULT);
  EXPECT(environ_get(AT(list), END - 11), FAULT);
}
