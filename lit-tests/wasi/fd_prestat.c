/* fd_prestat_get and fd_prestat_dir_name: granted directories and nothing else.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u32 prestat[2];
static char name[4];
static void test(void) {
  EXPECT(fd_prestat_get(TOP, AT(prestat)), OK);
  EXPECT(prestat[0], 0);
  EXPECT(prestat[1], 1);
  EXPECT(fd_prestat_dir_name(TOP, AT(name), 0), NAMETOOLONG);
  EXPECT(fd_prestat_dir_name(TOP, AT(name), 4), OK);
  EXPECT(name[0], '/');
  EXPECT(fd_prestat_get(0, AT(prestat)), BADF);
  EXPECT(fd_prestat_get(4, AT(prestat)), BADF);
  EXPECT(fd_prestat_get(TOP, END - 7), FAULT);
  EXPECT(fd_prestat_dir_name(TOP, END, 1), FAULT);
  EXPECT(fd_prestat_dir_name(4, AT(name), 4), BADF);
}
