/* Numbers that were not handed out are nothing, although the process has open descriptors of its own.
REQUIRES: host
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm && %sinter --dir %t.dir::/ %t.wasm -o %t
RUN: sh -c 'exec %t 4< %s 5> %t.dir/out 9< /etc/passwd 10<> %t.dir/out'
RUN: not test -s %t.dir/out
*/
#include "check.h"

static u32 n, fd;
static char buffer[64];
static u64 status[8];
static void nothing(u32 guess) {
  struct iovec one = {AT(buffer), 8};
  EXPECT(fd_read(guess, AT(&one), 1, AT(&n)), BADF);
  EXPECT(fd_write(guess, AT(&one), 1, AT(&n)), BADF);
  EXPECT(fd_pread(guess, AT(&one), 1, 0, AT(&n)), BADF);
  EXPECT(fd_pwrite(guess, AT(&one), 1, 0, AT(&n)), BADF);
  EXPECT(fd_seek(guess, 0, 0, AT(status)), BADF);
  EXPECT(fd_tell(guess, AT(status)), BADF);
  EXPECT(fd_close(guess), BADF);
  EXPECT(fd_sync(guess), BADF);
  EXPECT(fd_datasync(guess), BADF);
  EXPECT(fd_advise(guess, 0, 0, 0), BADF);
  EXPECT(fd_allocate(guess, 0, 1), BADF);
  EXPECT(fd_fdstat_get(guess, AT(status)), BADF);
  EXPECT(fd_fdstat_set_flags(guess, 0), BADF);
  EXPECT(fd_fdstat_set_rights(guess, 0, 0), BADF);
  EXPECT(fd_filestat_get(guess, AT(status)), BADF);
  EXPECT(fd_filestat_set_size(guess, 0), BADF);
  EXPECT(fd_filestat_set_times(guess, 0, 0, 0), BADF);
  EXPECT(fd_prestat_get(guess, AT(status)), BADF);
  EXPECT(fd_prestat_dir_name(guess, AT(buffer), 8), BADF);
  EXPECT(fd_readdir(guess, AT(buffer), 8, 0, AT(&n)), BADF);
  EXPECT(fd_renumber(guess, TOP), BADF);
  EXPECT(fd_renumber(TOP, guess), BADF);
  EXPECT(path_open(guess, 0, P("out"), 0, 0, 0, 0, AT(&fd)), BADF);
  EXPECT(path_create_directory(guess, P("x")), BADF);
  EXPECT(path_filestat_get(guess, 0, P("out"), AT(status)), BADF);
  EXPECT(sock_accept(guess, 0, AT(&fd)), BADF);
  EXPECT(sock_recv(guess, AT(&one), 1, 0, AT(&n), AT(buffer)), BADF);
  EXPECT(sock_send(guess, AT(&one), 1, 0, AT(&n)), BADF);
  EXPECT(sock_shutdown(guess, 1), BADF);
}
static void test(void) {
  for (u32 guess = 4; guess < 64; guess++)
    nothing(guess);
  for (u32 bit = 6; bit < 32; bit++) {
    nothing(1u << bit);
    nothing((1u << bit) - 1);
    nothing((1u << bit) + 3); /* As 3 in fewer bits. */
    nothing(-(1u << bit) + 3);
  }
  nothing(~0u);
  nothing(-100); /* AT_FDCWD */
}
