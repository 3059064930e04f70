/* A read-only grant through every call that could change something, on files and directories opened with every right.
RUN: rm -rf %t.dir %t.before && mkdir -p %t.dir/ro/d/e %t.dir/rw && echo content > %t.dir/ro/file && ln -s file %t.dir/ro/link
RUN: touch -d 2001-02-03 %t.dir/ro/file %t.dir/ro/d/e %t.dir/ro/d %t.dir/ro && cp -a %t.dir/ro %t.before
RUN: %checkcc %s -o %t.wasm && %sinter --dir-ro %t.dir/ro::/ --dir %t.dir/rw::/rw %t.wasm -o %t && %t
RUN: %sinter -O0 --no-landlock --dir-ro %t.dir/ro::/ --dir %t.dir/rw::/rw %t.wasm -o %t && %t
RUN: diff -r %t.before %t.dir/ro && find %t.dir/ro -newermt 2001-02-04 -not -type l | count 0 && rm -r %t.before
*/
#include "check.h"

enum { RO = 3, RW = 4 };
static u32 fd, file, n;
static struct { u32 head[2]; u64 base, inheriting; } rights;
#define NO(CALL) EXPECT(CALL, NOTCAPABLE)
static void directory(u32 dir) {
  for (u32 flags = 0; flags < 16; flags++) /* Whatever else is asked for. */
    if (flags & (CREAT | TRUNC))
      NO(path_open(dir, FOLLOW, P("file"), flags, RIGHT(FD_READ), 0, 0, AT(&fd)));
  NO(path_open(dir, FOLLOW, P("file"), 0, RIGHT(FD_WRITE), 0, 0, AT(&fd)));
  NO(path_open(dir, FOLLOW, P("file"), 0, ALL, 0, APPEND, AT(&fd)));
  NO(path_create_directory(dir, P("new")));
  NO(path_remove_directory(dir, P("d/e")));
  NO(path_unlink_file(dir, P("file")));
  NO(path_rename(dir, P("file"), dir, P("new")));
  NO(path_rename(dir, P("file"), RW, P("new")));
  NO(path_link(dir, 0, P("file"), dir, P("new")));
  NO(path_link(dir, FOLLOW, P("link"), RW, P("new")));
  NO(path_symlink(P("x"), dir, P("new")));
  NO(path_filestat_set_times(dir, FOLLOW, P("link"), 1, 1, 5));
  NO(fd_filestat_set_times(dir, 1, 1, 10));
  NO(fd_filestat_set_size(dir, 0));
  NO(fd_allocate(dir, 0, 1));
  NO(fd_fdstat_set_rights(dir, ALL, ALL));
}
static void test(void) {
  directory(RO);
  EXPECT(path_open(RO, 0, P("."), DIRECTORY, ALL & ~RIGHT(FD_WRITE), ALL, 0, AT(&fd)), OK);
  directory(fd);
  EXPECT(fd_fdstat_get(fd, AT(&rights)), OK);
  EXPECT(rights.inheriting & RIGHT(FD_WRITE), 0);
  EXPECT(path_open(RO, FOLLOW, P("link"), 0, ALL & ~RIGHT(FD_WRITE), ALL, APPEND, AT(&file)), OK);
  struct iovec one = {AT("new"), 3};
  NO(fd_write(file, AT(&one), 1, AT(&n)));
  NO(fd_pwrite(file, AT(&one), 1, 0, AT(&n)));
  NO(fd_allocate(file, 0, 100));
  NO(fd_filestat_set_size(file, 0));
  NO(fd_filestat_set_times(file, 1, 1, 5));
  NO(fd_fdstat_set_rights(file, RIGHT(FD_WRITE), 0));
  u32 mine; /* Its rights stay with it wherever it is moved. */
  EXPECT(path_open(RW, 0, P("mine"), CREAT, FILE_RIGHTS, ALL, 0, AT(&mine)), OK);
  EXPECT(fd_renumber(file, mine), OK);
  NO(fd_write(mine, AT(&one), 1, AT(&n)));
  EXPECT(path_rename(RW, P("mine"), RO, P("new")), NOTCAPABLE);
  EXPECT(path_symlink(P("../ro/file"), RW, P("way")), OK);
  EXPECT(path_open(RW, FOLLOW, P("way"), 0, RIGHT(FD_WRITE), 0, 0, AT(&fd)), PERM);
  EXPECT(path_unlink_file(RW, P("way")), OK);
  EXPECT(path_unlink_file(RW, P("mine")), OK);
}
