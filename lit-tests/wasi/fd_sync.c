/* fd_sync and fd_datasync: on what was opened for them.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  EXPECT(fd_sync(fd), OK);
  EXPECT(fd_datasync(fd), OK);
  EXPECT(fd_sync(77), BADF);
  EXPECT(fd_datasync(77), BADF);
  EXPECT(fd_fdstat_set_rights(fd, RIGHT(FD_READ), 0), OK);
  EXPECT(fd_sync(fd), NOTCAPABLE);
  EXPECT(fd_datasync(fd), NOTCAPABLE);
}
