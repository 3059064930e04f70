/* path_filestat_get and _set_times: a link or what it points to.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 status[8];
static void test(void) {
  fd_close(OPEN("file", CREAT, 0));
  EXPECT(path_symlink(P("file"), TOP, P("link")), OK);
  EXPECT(path_filestat_get(TOP, 0, P("link"), AT(status)), OK);
  EXPECT((unsigned char)status[2], 7);
  EXPECT(path_filestat_get(TOP, FOLLOW, P("link"), AT(status)), OK);
  EXPECT((unsigned char)status[2], 4);
  EXPECT(path_filestat_set_times(TOP, FOLLOW, P("link"), 0, 1000, 4), OK);
  EXPECT(path_filestat_get(TOP, 0, P("file"), AT(status)), OK);
  EXPECT(status[6], 1000);
  EXPECT(path_filestat_set_times(TOP, 0, P("link"), 0, 3000, 4), OK);
  EXPECT(path_filestat_get(TOP, 0, P("file"), AT(status)), OK);
  EXPECT(status[6], 1000);
  EXPECT(path_filestat_set_times(TOP, 0, P("file"), 0, 0, 4 | 8), INVAL);
  EXPECT(path_filestat_set_times(TOP, 0, P("missing"), 0, 0, 4), NOENT);
  EXPECT(path_filestat_get(TOP, 0, P("missing"), AT(status)), NOENT);
  EXPECT(path_filestat_get(TOP, 0, P("file/"), AT(status)), NOTDIR);
  EXPECT(path_filestat_get(TOP, 0, P("file"), END - 63), FAULT);
  EXPECT(path_filestat_get(TOP, 0, P("../file"), AT(status)), PERM);
  EXPECT(path_filestat_get(77, 0, P("file"), AT(status)), BADF);
}
