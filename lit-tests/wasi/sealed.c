/* A sealed program does not listen to SINTER_DIR and SINTER_DIR_RO; another one does.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter --sealed %t.wasm -o %t && env SINTER_DIR=%t.dir::/ SINTER_DIR_RO=%t.dir::/ro %t
RUN: %sinter %t.wasm -o %t && not env SINTER_DIR=%t.dir::/ %t
RUN: not env SINTER_DIR_RO=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  u32 prestat[2];
  EXPECT(fd_prestat_get(TOP, AT(prestat)), BADF);
}
