/* fd_fdstat_get, _set_flags and _set_rights: rights are only given up, two flags can change.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static struct { unsigned char type, pad; unsigned short flags; u32 pad1; u64 base, inheriting; } status;
static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  EXPECT(fd_fdstat_get(fd, AT(&status)), OK);
  EXPECT(status.type, 4);
  EXPECT(status.flags, 0);
  EXPECT(status.base, FILE_RIGHTS);
  EXPECT(fd_fdstat_get(TOP, AT(&status)), OK);
  EXPECT(status.type, 3);
  EXPECT(status.base & RIGHT(22), 0); /* A directory has no size to set. */
  EXPECT(fd_fdstat_get(77, AT(&status)), BADF);
  EXPECT(fd_fdstat_get(fd, END - 23), FAULT);

  EXPECT(fd_fdstat_set_flags(fd, APPEND | NONBLOCK), OK);
  EXPECT(fd_fdstat_get(fd, AT(&status)), OK);
  EXPECT(status.flags, APPEND | NONBLOCK);
  EXPECT(fd_fdstat_set_flags(fd, 0), OK);
  EXPECT(fd_fdstat_set_flags(fd, 2), NOTSUP);
  EXPECT(fd_fdstat_set_flags(fd, 32), INVAL);
  EXPECT(fd_fdstat_set_flags(77, 0), BADF);

  EXPECT(fd_fdstat_set_rights(fd, ALL, 0), NOTCAPABLE);
  EXPECT(fd_fdstat_set_rights(fd, RIGHT(FD_READ) | RIGHT(FD_SEEK), 0), OK);
  EXPECT(fd_fdstat_set_rights(fd, RIGHT(FD_WRITE), 0), NOTCAPABLE);
  EXPECT(fd_fdstat_set_flags(fd, 0), NOTCAPABLE);
  EXPECT(fd_fdstat_set_rights(77, 0, 0), BADF);
}
