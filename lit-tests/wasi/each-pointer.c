/* Every pointer of every call where it reaches beyond the memory, by one byte or by all of it, is EFAULT, with nothing
   done: no file made, moved, changed or read from, no descriptor taken, nothing stored at the other pointers.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u32 fd, out[64], n;
static u64 position, status[8];
/* A call with a pointer (X) to so many bytes, all of which must be inside. */
#define BEYOND(SIZE, CALL)                                                                         \
  for (u32 i = 0; i < 5; i++) {                                                                    \
    const u32 beyond[] = {END - (SIZE) + 1, END, ~0u, 0x80000000, END - 1}, X = beyond[i];         \
    if (i != 4 || (SIZE) > 1)                                                                      \
      EXPECT(CALL, FAULT);                                                                         \
  }
static void test(void) {
  fd = OPEN("file", CREAT, FILE_RIGHTS);
  EXPECT(writeText(fd, "content", 7), 7);
  EXPECT(fd_seek(fd, 1, 0, AT(&position)), OK);
  EXPECT(path_symlink(P("file"), TOP, P("link")), OK);
  struct iovec good = {AT(out), 4}, list[2] = {{AT(out), 4}, {0, 4}};
  memset(out, 7, sizeof out);

  BEYOND(4, args_sizes_get(X, AT(out)));
  BEYOND(4, args_sizes_get(AT(out), X));
  BEYOND(4, args_get(X, AT(out)));
  BEYOND(1, args_get(AT(out), X));
  BEYOND(4, environ_sizes_get(X, AT(out)));
  BEYOND(4, environ_sizes_get(AT(out), X));
  BEYOND(8, clock_res_get(0, X));
  BEYOND(8, clock_time_get(0, 0, X));
  BEYOND(9, random_get(X, 9));
  BEYOND(48, poll_oneoff(X, AT(out), 1, AT(out)));
  BEYOND(32, poll_oneoff(AT(out), X, 1, AT(out)));
  BEYOND(4, poll_oneoff(AT(status), AT(status), 1, X));
  BEYOND(24, fd_fdstat_get(fd, X));
  BEYOND(64, fd_filestat_get(fd, X));
  BEYOND(8, fd_prestat_get(TOP, X));
  BEYOND(1, fd_prestat_dir_name(TOP, X, 1));
  BEYOND(8, fd_seek(fd, 0, 0, X));
  BEYOND(8, fd_tell(fd, X));
  BEYOND(8, fd_read(fd, X, 1, AT(out)));
  BEYOND(4, fd_read(fd, AT(&good), 1, X));
  BEYOND(8, fd_write(fd, X, 1, AT(out)));
  BEYOND(4, fd_write(fd, AT(&good), 1, X));
  BEYOND(8, fd_pread(fd, X, 1, 0, AT(out)));
  BEYOND(4, fd_pread(fd, AT(&good), 1, 0, X));
  BEYOND(8, fd_pwrite(fd, X, 1, 0, AT(out)));
  BEYOND(4, fd_pwrite(fd, AT(&good), 1, 0, X));
  /* One bad buffer behind a good one. */
  BEYOND(4, (list[1].base = X, fd_read(fd, AT(list), 2, AT(out))));
  BEYOND(4, (list[1].base = X, fd_write(fd, AT(list), 2, AT(out))));
  BEYOND(4, (list[1].base = X, fd_pread(fd, AT(list), 2, 0, AT(out))));
  BEYOND(4, (list[1].base = X, fd_pwrite(fd, AT(list), 2, 0, AT(out))));
  BEYOND(32, fd_readdir(TOP, X, 32, 0, AT(out)));
  BEYOND(4, fd_readdir(TOP, AT(out), 32, 0, X));
  BEYOND(4, path_open(TOP, 0, X, 4, CREAT, 0, 0, 0, AT(out)));
  BEYOND(4, path_open(TOP, 0, P("made"), CREAT, 0, 0, 0, X));
  BEYOND(4, path_open(TOP, 0, P("file"), TRUNC, 0, 0, 0, X));
  BEYOND(64, path_filestat_get(TOP, 0, P("file"), X));
  BEYOND(4, path_filestat_get(TOP, 0, X, 4, AT(out)));
  BEYOND(4, path_filestat_set_times(TOP, 0, X, 4, 0, 0, 10));
  BEYOND(4, path_create_directory(TOP, X, 4));
  BEYOND(4, path_remove_directory(TOP, X, 4));
  BEYOND(4, path_unlink_file(TOP, X, 4));
  BEYOND(4, path_link(TOP, 0, X, 4, TOP, P("made")));
  BEYOND(4, path_link(TOP, 0, P("file"), TOP, X, 4));
  BEYOND(4, path_rename(TOP, X, 4, TOP, P("made")));
  BEYOND(4, path_rename(TOP, P("file"), TOP, X, 4));
  BEYOND(4, path_symlink(X, 4, TOP, P("made")));
  BEYOND(4, path_symlink(P("file"), TOP, X, 4));
  BEYOND(4, path_readlink(TOP, X, 4, AT(out), 8, AT(out)));
  BEYOND(8, path_readlink(TOP, P("link"), X, 8, AT(out)));
  BEYOND(4, path_readlink(TOP, P("link"), AT(out), 8, X));
  BEYOND(4, sock_accept(0, 0, X));
  BEYOND(8, sock_recv(0, X, 1, 0, AT(out), AT(out)));
  BEYOND(4, sock_recv(0, AT(&good), 1, 0, X, AT(out)));
  BEYOND(2, sock_recv(0, AT(&good), 1, 0, AT(out), X));
  BEYOND(8, sock_send(0, X, 1, 0, AT(out)));
  BEYOND(4, sock_send(0, AT(&good), 1, 0, X));

  for (u32 i = 0; i < sizeof out; i++)
    EXPECT(((char *)out)[i], 7);
  EXPECT(fd_tell(fd, AT(&position)), OK);
  EXPECT(position, 1);
  EXPECT(fd_filestat_get(fd, AT(status)), OK);
  EXPECT(status[4], 7);
  EXPECT(path_filestat_get(TOP, 0, P("made"), AT(status)), NOENT);
  EXPECT(OPEN("file", 0, 0), fd + 1);
}
