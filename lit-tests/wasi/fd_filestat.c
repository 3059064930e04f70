/* fd_filestat_get, _set_size and _set_times.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 status[8];
static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  EXPECT(fd_filestat_set_size(fd, (u64)5 << 32), OK); /* Sizes have 64 bits. */
  EXPECT(fd_filestat_set_times(fd, 1000000007, 2000000009, 1 | 4), OK);
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT((unsigned char)status[2], 4);
  EXPECT(status[3], 1);
  EXPECT(status[4], (u64)5 << 32);
  EXPECT(status[5], 1000000007);
  EXPECT(status[6], 2000000009);
  EXPECT(fd_filestat_set_times(fd, 5, 5, 2), OK); /* Accessed: now; modified: as it is. */
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT(status[5] > 1000000007, 1);
  EXPECT(status[6], 2000000009);
  EXPECT(fd_filestat_set_times(fd, 0, 0, 1 | 2), INVAL);
  EXPECT(fd_filestat_set_times(fd, 0, 0, 4 | 8), INVAL);
  EXPECT(fd_filestat_set_times(fd, 0, 0, 16), INVAL);
  EXPECT(fd_filestat_set_times(77, 0, 0, 1), BADF);
  EXPECT(fd_filestat_set_size(fd, ~(u64)0), INVAL);
  EXPECT(fd_filestat_set_size(TOP, 0), NOTCAPABLE);
  EXPECT(fd_filestat_set_size(77, 0), BADF);
  EXPECT(fd_filestat_get(77, AT(status)), BADF);
  EXPECT(fd_filestat_get(fd, END - 63), FAULT);
}
