/* wasi_unstable, the preview before: whence, the status of a file and subscriptions had another form.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

#define OLD(NAME, ...)                                                                             \
  __attribute__((import_module("wasi_unstable"), import_name(#NAME))) u32 old_##NAME(__VA_ARGS__);
OLD(fd_seek, u32, u64, u32, u32)
OLD(fd_filestat_get, u32, u32)
OLD(fd_tell, u32, u32)
OLD(path_filestat_get, u32, u32, u32, u32, u32)
OLD(poll_oneoff, u32, u32, u32, u32)

struct subscription {
  u64 user;
  unsigned char type, pad[7];
  u64 identifierOrFd;
  u32 clock, pad1;
  u64 timeout, precision;
  unsigned short flags, pad2[3];
};
struct event { u64 user; unsigned short error; unsigned char type, pad[5]; u64 bytes; unsigned short flags, pad1[3]; };
struct status { u64 device, inode; unsigned char type; u32 links; u64 size, times[3]; };
static struct subscription in[3];
static struct event out[3];
static struct status status;
static u64 at;
static u32 n;
static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  EXPECT(writeText(fd, "abcdef", 6), 6);
  EXPECT(old_fd_seek(fd, -2, 1, AT(&at)), OK); /* 1: from the end. */
  EXPECT(at, 4);
  EXPECT(old_fd_seek(fd, -1, 0, AT(&at)), OK); /* 0: from where it is. */
  EXPECT(at, 3);
  EXPECT(old_fd_seek(fd, 1, 2, AT(&at)), OK); /* 2: from the beginning. */
  EXPECT(old_fd_tell(fd, AT(&at)), OK);
  EXPECT(at, 1);
  EXPECT(old_fd_seek(fd, 0, 3, AT(&at)), INVAL);
  EXPECT(old_fd_seek(fd, 0, 0, END - 7), FAULT);
  EXPECT(path_link(TOP, 0, P("file"), TOP, P("more")), OK);
  EXPECT(old_fd_filestat_get(fd, AT(&status)), OK);
  EXPECT(status.links, 2);
  EXPECT(status.size, 6);
  EXPECT(old_path_filestat_get(TOP, 0, P("more"), AT(&status)), OK);
  EXPECT(status.type, 4);
  EXPECT(old_path_filestat_get(TOP, 0, P("more"), END - 55), FAULT);
  EXPECT(old_path_filestat_get(TOP, 0, P("more"), END - 56), OK);

  u64 before, after;
  EXPECT(clock_time_get(1, 0, AT(&before)), OK);
  in[0] = (struct subscription){1, 0, {0}, 77, 1, 0, 20000000, 0, 0, {0}};
  EXPECT(old_poll_oneoff(AT(in), AT(out), 1, AT(&n)), OK);
  EXPECT(clock_time_get(1, 0, AT(&after)), OK);
  EXPECT(after - before >= 20000000, 1);
  in[1] = (struct subscription){2, 1, {0}, fd, 0, 0, 0, 0, 0, {0}};
  in[2] = (struct subscription){3, 2, {0}, 77, 0, 0, 0, 0, 0, {0}};
  EXPECT(old_poll_oneoff(AT(in), AT(out), 3, AT(&n)), OK);
  EXPECT(n, 2);
  EXPECT(out[0].user, 2);
  EXPECT(out[0].bytes, 5);
  EXPECT(out[1].user, 3);
  EXPECT(out[1].error, BADF);
}
