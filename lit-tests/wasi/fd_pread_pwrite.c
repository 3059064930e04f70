/* fd_pread and fd_pwrite: at an offset of 64 bits, without moving the position.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static char buffer[8];
static u32 n;
static struct iovec list[2050];
static void test(void) {

  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  const u64 far = (u64)3 << 32;
  u64 position;
  list[0] = (struct iovec){AT("abcd"), 4};
  EXPECT(fd_pwrite(fd, AT(list), 1, far, AT(&n)), OK);
  EXPECT(n, 4);
  list[0] = (struct iovec){AT(buffer), 2}, list[1] = (struct iovec){AT(buffer) + 3, 4};
  EXPECT(fd_pread(fd, AT(list), 2, far + 1, AT(&n)), OK);
  EXPECT(n, 3);
  EXPECT(same(buffer, "bc\0d", 4), 1);
  EXPECT(fd_tell(fd, AT(&position)), OK);
  EXPECT(position, 0);
  EXPECT(fd_pread(fd, AT(list), 1, ~(u64)0, AT(&n)), INVAL);
  EXPECT(fd_pwrite(fd, AT(list), 1, ~(u64)0, AT(&n)), INVAL);
  EXPECT(fd_pread(fd, END, 1, 0, AT(&n)), FAULT);
  EXPECT(fd_pwrite(fd, AT(list), 1, 0, END), FAULT);
  EXPECT(fd_pread(77, AT(list), 1, 0, AT(&n)), BADF);
  EXPECT(fd_pwrite(77, AT(list), 1, 0, AT(&n)), BADF);
  EXPECT(fd_pread(TOP, AT(list), 1, 0, AT(&n)), ISDIR);

  /* At its offset in a file that is open for appending, too (before Linux 6.9 at the end). */
  u32 log;
  EXPECT(path_open(TOP, 0, P("log"), CREAT, FILE_RIGHTS, 0, APPEND, AT(&log)), OK);
  EXPECT(writeText(log, "1234", 4), 4);
  list[0] = (struct iovec){AT("ab"), 2};
  EXPECT(fd_pwrite(log, AT(list), 1, 1, AT(&n)), OK);
  EXPECT(fd_seek(log, 0, 1, AT(&position)), OK);
  EXPECT(position, 4); /* Not moved. */
  EXPECT(fd_seek(log, 0, 0, AT(&position)), OK);
  EXPECT(writeText(log, "5", 1), 1);
  list[0] = (struct iovec){AT(buffer), 8};
  EXPECT(fd_pread(log, AT(list), 1, 0, AT(&n)), OK);
  EXPECT(n == 5 ? same(buffer, "1ab45", 5) : n == 7 && same(buffer, "1234ab5", 7), 1);
  EXPECT(fd_fdstat_set_rights(fd, RIGHT(FD_READ) | RIGHT(FD_WRITE), 0), OK);
  EXPECT(fd_pread(fd, AT(list), 1, 0, AT(&n)), NOTCAPABLE);
  EXPECT(fd_pwrite(fd, AT(list), 1, 0, AT(&n)), NOTCAPABLE);
}
