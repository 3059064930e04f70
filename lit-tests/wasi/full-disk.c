/* A file system that is full: what fitted is reported and stays, the rest is NOSPC; a device that fails is IO.
REQUIRES: host, tmpfs
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm && %sinter --dir %t.dir::/ --dir /proc::/proc %t.wasm -o %t
RUN: unshare -rm sh -c 'mount -t tmpfs -o size=64k none %t.dir && %t'
*/
#include "check.h"

enum { IO = 29, NOSPC = 51, PROC = 4 };
static char page[40000];
static u64 status[8];
static u32 n, fd;
static void test(void) {
  for (u32 i = 0; i < sizeof page; i++)
    page[i] = (char)(i * 7);
  struct iovec one = {AT(page), sizeof page};
  fd = OPEN("file", CREAT, FILE_RIGHTS);
  u64 total = 0;
  u32 error;
  while ((error = fd_write(fd, AT(&one), 1, AT(&n))) == OK)
    total += n;
  EXPECT(error, NOSPC);
  EXPECT(total, 65536);
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT(status[4], total); /* Nothing of it is lost, */
  struct iovec end = {AT(status), 10};
  EXPECT(fd_pread(fd, AT(&end), 1, 40000 + 25500, AT(&n)), OK);
  EXPECT(same((char *)status, page + 25500, 10), 1);
  EXPECT(fd_write(fd, AT(&one), 1, AT(&n)), NOSPC); /* and nothing added. */
  EXPECT(fd_allocate(fd, 65536, 4096), NOSPC);
  EXPECT(fd_sync(fd), OK);
  EXPECT(fd_filestat_set_size(fd, 4096), OK);
  EXPECT(fd_pwrite(fd, AT(&one), 1, 4096, AT(&n)), OK);
  EXPECT(n, sizeof page);

  u32 memory; /* Nothing is mapped at 0. */
  EXPECT(path_open(PROC, FOLLOW, P("self/mem"), 0, RIGHT(FD_READ) | RIGHT(FD_SEEK), 0, 0, AT(&memory)), OK);
  EXPECT(fd_pread(memory, AT(&one), 1, 0, AT(&n)), IO);
}
