/* Rights are given up and passed on as a directory has them: what was dropped does not come back below it.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

enum { PATH_FILESTAT_SET_SIZE = 19, FD_FILESTAT_SET_SIZE = 22 };
static struct { u32 head[2]; u64 base, inheriting; } status;
static u32 dir, fd, n;
static void test(void) {
  EXPECT(fd_fdstat_get(TOP, AT(&status)), OK);
  u64 base = status.base, passed = status.inheriting;
  EXPECT(passed & FILE_RIGHTS, FILE_RIGHTS);
  EXPECT(path_open(TOP, 0, P("."), DIRECTORY, base, passed, 0, AT(&dir)), OK);
  EXPECT(fd_fdstat_get(dir, AT(&status)), OK);
  EXPECT(status.head[0], 3); /* A directory without flags. */
  EXPECT(status.base, base);
  EXPECT(status.inheriting, passed);

  /* Cutting a file off when it is opened is a right of the directory, not of the file. */
  fd_close(OPEN("file", CREAT, 0));
  passed &= ~RIGHT(FD_FILESTAT_SET_SIZE);
  EXPECT(fd_fdstat_set_rights(dir, base, passed), OK);
  EXPECT(path_open(dir, 0, P("file"), TRUNC, 0, 0, 0, AT(&fd)), OK);
  EXPECT(fd_filestat_set_size(fd, 1), NOTCAPABLE);
  EXPECT(path_open(dir, 0, P("file"), 0, FILE_RIGHTS, 0, 0, AT(&fd)), OK);
  EXPECT(fd_filestat_set_size(fd, 1), NOTCAPABLE);
  EXPECT(writeText(fd, "kept", 4), 4);
  base &= ~RIGHT(PATH_FILESTAT_SET_SIZE);
  EXPECT(fd_fdstat_set_rights(dir, base, passed), OK);
  EXPECT(path_open(dir, 0, P("file"), TRUNC, 0, 0, 0, AT(&fd)), NOTCAPABLE);
  EXPECT(path_open(dir, 0, P("file"), CREAT, RIGHT(FD_READ), 0, 0, AT(&fd)), OK);
  struct iovec all = {AT(&status), 8};
  EXPECT(fd_read(fd, AT(&all), 1, AT(&n)), OK);
  EXPECT(n, 4);
  EXPECT(fd_write(fd, AT(&all), 1, AT(&n)), NOTCAPABLE);
  EXPECT(fd_fdstat_set_rights(dir, base | RIGHT(PATH_FILESTAT_SET_SIZE), passed), NOTCAPABLE);
  EXPECT(fd_fdstat_set_rights(dir, base, passed | RIGHT(FD_FILESTAT_SET_SIZE)), NOTCAPABLE);
}
