/* fd_read: several buffers, empty ones, the end, lists longer than one system call takes, bad pointers.
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
  EXPECT(writeText(fd, "abcdef", 6), 6);
  EXPECT(fd_seek(fd, 0, 0, AT(&n)), OK);
  list[0] = (struct iovec){AT(buffer), 2}, list[1] = (struct iovec){0, 0};
  list[2] = (struct iovec){AT(buffer) + 4, 3};
  EXPECT(fd_read(fd, AT(list), 3, AT(&n)), OK);
  EXPECT(n, 5);
  EXPECT(same(buffer, "ab\0\0cde", 7), 1);
  list[1] = (struct iovec){END - 1, 2};
  EXPECT(fd_read(fd, AT(list), 2, AT(&n)), FAULT);
  EXPECT(fd_read(fd, AT(list), ~0u, AT(&n)), FAULT);
  EXPECT(fd_read(fd, AT(list), 1, END), FAULT);
  EXPECT(fd_read(fd, AT(list), 1, AT(&n)), OK); /* Nothing was taken by the failed ones. */
  EXPECT(n, 1);
  EXPECT(buffer[0], 'f');
  EXPECT(fd_read(fd, AT(list), 1, AT(&n)), OK);
  EXPECT(n, 0);
  EXPECT(fd_read(fd, AT(list), 0, AT(&n)), OK);
  EXPECT(fd_filestat_set_size(fd, 5000), OK);
  EXPECT(fd_seek(fd, 0, 0, AT(list)), OK);
  for (u32 i = 0; i < 2050; i++)
    list[i] = (struct iovec){AT(buffer), 1};
  EXPECT(fd_read(fd, AT(list), 2050, AT(&n)), OK);
  EXPECT(n, 2050);
  EXPECT(fd_read(TOP, AT(list), 1, AT(&n)), ISDIR);
  EXPECT(fd_read(77, AT(list), 1, AT(&n)), BADF);
  EXPECT(fd_read(OPEN("file", 0, RIGHT(FD_WRITE)), AT(list), 1, AT(&n)), NOTCAPABLE);
}
