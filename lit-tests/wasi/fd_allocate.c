/* fd_allocate: grows a file, never shrinks it.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 status[8];
static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  u32 result = fd_allocate(fd, 0, 100);
  if (result == NOTSUP)
    return; /* Some file systems cannot. */
  EXPECT(result, OK);
  EXPECT(fd_allocate(fd, 10, 10), OK);
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT(status[4], 100);
  EXPECT(fd_allocate(fd, 90, 20), OK);
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT(status[4], 110);
  EXPECT(fd_allocate(fd, 0, 0), INVAL);
  EXPECT(fd_allocate(fd, ~(u64)0, 1), INVAL);
  EXPECT(fd_allocate(TOP, 0, 1), NOTCAPABLE);
  EXPECT(fd_allocate(77, 0, 1), BADF);
}
