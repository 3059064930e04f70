/* The links of /proc that are no paths lead nowhere, even where /proc is granted; nor does a link to them.
REQUIRES: host
RUN: rm -rf %t.dir && mkdir %t.dir && ln -s /proc/self/root %t.dir/root && ln -s ../../../../../../../../proc/self/cwd %t.dir/cwd
RUN: %checkcc %s -o %t.wasm && %sinter --dir /proc::/proc --dir %t.dir::/ %t.wasm -o %t && %t < %s
RUN: %sinter -O0 --no-seccomp --no-landlock --dir /proc::/proc --dir %t.dir::/ %t.wasm -o %t && %t < %s
*/
#include "check.h"

enum { PROC = 3, MINE = 4 };
static u32 fd, n;
static u64 status[8];
static void refused(u32 directory, u32 p, u32 size) {
  EXPECT(path_open(directory, FOLLOW, p, size, 0, RIGHT(FD_READ), ALL, 0, AT(&fd)) != OK, 1);
  EXPECT(path_open(directory, FOLLOW, p, size, DIRECTORY, 0, ALL, 0, AT(&fd)) != OK, 1);
  EXPECT(path_open(directory, 0, p, size, 0, RIGHT(FD_READ), ALL, 0, AT(&fd)) != OK, 1);
  EXPECT(path_filestat_get(directory, FOLLOW, p, size, AT(status)) != OK, 1);
  EXPECT(path_filestat_set_times(directory, FOLLOW, p, size, 0, 0, 2) != OK, 1);
  EXPECT(path_link(directory, FOLLOW, p, size, MINE, P("linked")) != OK, 1);
  EXPECT(path_link(MINE, 0, P("file"), directory, p, size) != OK, 1);
  EXPECT(path_create_directory(directory, p, size) != OK, 1);
}
#define REFUSED(DIRECTORY, PATH)                                                                   \
  refused(DIRECTORY, P(PATH));                                                                     \
  refused(DIRECTORY, P(PATH "/"));                                                                 \
  refused(DIRECTORY, P(PATH "/etc/passwd"));                                                       \
  refused(DIRECTORY, P(PATH "/../../../../etc/passwd"))
static void test(void) {
  EXPECT(path_open(PROC, FOLLOW, P("self/status"), 0, RIGHT(FD_READ), 0, 0, AT(&fd)), OK);
  /* Nor does anybody write there: the process's own memory is a file. */
  EXPECT(path_open(PROC, FOLLOW, P("self/mem"), 0, RIGHT(FD_READ) | RIGHT(FD_WRITE), 0, 0, AT(&fd)), PERM);
  EXPECT(path_open(PROC, FOLLOW, P("thread-self/mem"), 0, RIGHT(FD_WRITE), 0, 0, AT(&fd)), PERM);
  EXPECT(path_open(PROC, FOLLOW, P("self/comm"), TRUNC, RIGHT(FD_WRITE), 0, 0, AT(&fd)), PERM);
  EXPECT(path_open(MINE, 0, P("file"), CREAT, 0, 0, 0, AT(&fd)), OK);
  REFUSED(PROC, "self/root");
  REFUSED(PROC, "self/cwd");
  REFUSED(PROC, "thread-self/root");
  REFUSED(PROC, "self/../self/task/../root");
  REFUSED(PROC, "1/root");
  REFUSED(MINE, "root");
  REFUSED(MINE, "cwd");
  refused(PROC, P("self/exe"));
  refused(PROC, P("self/ns/mnt"));
  char path[] = "self/fd/0";
  for (path[8] = '0'; path[8] <= '9'; path[8]++) /* Among them the host's own of what was granted. */
    refused(PROC, AT(path), 9);
  EXPECT(path_readlink(PROC, P("self/root"), AT(status), 8, AT(&n)), OK); /* As text. */
}
