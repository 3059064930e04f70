/* What only files and directories can do is refused on a pipe, each with the error that POSIX has for it.
REQUIRES: host
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm && %sinter --dir %t.dir::/ %t.wasm -o %t
RUN: sh -c '{ printf abc; sleep 0.2; } | { %t; echo $? > %t.status; } | cat' && FileCheck %s < %t.status
CHECK: {{^0$}}
*/
#include "check.h"

static char bytes[8];
static u64 status[8];
static u32 n;
static void test(void) {
  struct iovec one = {AT(bytes), 1};
  for (u32 fd = 0; fd < 2; fd++) {
    EXPECT(fd_seek(fd, 0, 0, AT(status)), SPIPE);
    EXPECT(fd_tell(fd, AT(status)), SPIPE);
    EXPECT(fd_fdstat_get(fd, AT(status)), OK);
    EXPECT((unsigned char)status[0], 0); /* WASI has no name for it. */
    EXPECT(status[1] & (RIGHT(FD_SEEK) | RIGHT(FD_TELL)), 0);
    EXPECT(fd_pread(fd, AT(&one), 1, 0, AT(&n)), NOTCAPABLE);
    EXPECT(fd_pwrite(fd, AT(&one), 1, 0, AT(&n)), NOTCAPABLE);
    EXPECT(fd_readdir(fd, AT(bytes), 8, 0, AT(&n)), NOTDIR);
    EXPECT(fd_prestat_get(fd, AT(status)), BADF);
    EXPECT(fd_prestat_dir_name(fd, AT(bytes), 8), BADF);
    EXPECT(fd_allocate(fd, 0, 1), NOTCAPABLE);
    EXPECT(fd_filestat_set_size(fd, 0), NOTCAPABLE);
    EXPECT(fd_sync(fd), INVAL);
    EXPECT(sock_recv(fd, AT(&one), 1, 0, AT(&n), AT(bytes)), NOTSOCK);
    EXPECT(sock_shutdown(fd, 1), NOTSOCK);
    EXPECT(fd_filestat_get(fd, AT(status)), OK);
  }
  one.size = 8;
  EXPECT(fd_read(0, AT(&one), 1, AT(&n)), OK); /* What is there, without waiting for more. */
  EXPECT(n, 3);
  EXPECT(same(bytes, "abc", 3), 1);
  EXPECT(fd_write(0, AT(&one), 1, AT(&n)), BADF);
  EXPECT(fd_read(1, AT(&one), 1, AT(&n)), BADF);
}
