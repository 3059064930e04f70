/* fd_renumber: moves a descriptor over an open one.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 status[8], inode;
static void test(void) {
  u32 from = OPEN("from", CREAT, FILE_RIGHTS), to = OPEN("to", CREAT, FILE_RIGHTS);
  EXPECT(fd_filestat_get(from, AT(status)), OK);
  inode = status[1];
  EXPECT(fd_renumber(from, to), OK);
  EXPECT(fd_close(from), BADF);
  EXPECT(fd_filestat_get(to, AT(status)), OK);
  EXPECT(status[1], inode);
  EXPECT(fd_renumber(to, from), BADF);
  EXPECT(fd_renumber(from, to), BADF);
  EXPECT(fd_renumber(to, to), OK);
  EXPECT(fd_renumber(0, to), OK);
  EXPECT(fd_close(0), BADF);
  from = OPEN("from", 0, 0);
  EXPECT(from, 0); /* The lowest number that is free. */
  EXPECT(fd_renumber(1, from), OK);
  EXPECT(fd_fdstat_get(1, AT(status)), BADF);
  EXPECT(fd_fdstat_get(from, AT(status)), OK);
  EXPECT(fd_renumber(to, TOP), OK); /* Over a granted directory, too. */
  EXPECT(path_create_directory(TOP, P("x")), NOTDIR);
}
