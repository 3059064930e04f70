/* fd_write: several buffers, none, lists longer than one system call takes, bad pointers, appending.
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

  u32 fd = OPEN("file", CREAT, FILE_RIGHTS), other;
  static u64 status[8];
  list[0] = (struct iovec){AT("ab"), 2}, list[1] = (struct iovec){END, 0};
  list[2] = (struct iovec){AT("cde"), 3};
  EXPECT(fd_write(fd, AT(list), 3, AT(&n)), OK);
  EXPECT(n, 5);
  list[1] = (struct iovec){END - 1, 2};
  EXPECT(fd_write(fd, AT(list), 2, AT(&n)), FAULT);
  EXPECT(fd_write(fd, AT(list), 1, END - 3), FAULT);
  EXPECT(fd_write(fd, END - 7, 1, AT(&n)), FAULT);
  EXPECT(fd_write(fd, 0, 0, AT(&n)), OK);
  EXPECT(n, 0);
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT(status[4], 5);
  for (u32 i = 0; i < 2050; i++)
    list[i] = (struct iovec){AT("x"), 1};
  EXPECT(fd_write(fd, AT(list), 2050, AT(&n)), OK);
  EXPECT(n, 2050);
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT(status[4], 2055);
  EXPECT(path_open(TOP, 0, P("file"), 0, FILE_RIGHTS, 0, APPEND, AT(&other)), OK);
  EXPECT(writeText(other, "z", 1), 1);
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT(status[4], 2056);
  EXPECT(fd_write(TOP, AT(list), 1, AT(&n)), BADF);
  EXPECT(fd_write(77, AT(list), 1, AT(&n)), BADF);
  EXPECT(fd_write(OPEN("file", 0, RIGHT(FD_READ)), AT(list), 1, AT(&n)), NOTCAPABLE);
}
