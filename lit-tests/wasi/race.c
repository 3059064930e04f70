/* For 10 seconds somebody swaps directories for links that lead out, and moves one out and back while it is walked through.
REQUIRES: host
RUN: %checkcc %s -o %t.wasm && %sinter --no-landlock --dir %t.dir/in::/ %t.wasm -o %t
RUN: %python %S/Inputs/race.py %t.dir 10 %t
*/
#include "check.h"

static u32 fd, n, inside, moved;
static char byte;
static u64 status[8], begin, now;
/* Reads a file's first byte: i or p inside; s is a secret. */
static void look(u32 path, u32 size) {
  struct iovec one = {AT(&byte), 1};
  if (path_open(TOP, FOLLOW, path, size, 0, RIGHT(FD_READ), 0, 0, AT(&fd)) == OK) {
    EXPECT(fd_read(fd, AT(&one), 1, AT(&n)), OK);
    EXPECT(byte == 'i' || byte == 'p', 1);
    inside++;
    EXPECT(fd_close(fd), OK);
  } else
    moved++;
  if (path_filestat_get(TOP, FOLLOW, path, size, AT(status)) == OK)
    EXPECT(status[4], 2); /* The size, which a secret's is not. */
}
static void test(void) {
  EXPECT(clock_time_get(1, 0, AT(&begin)), OK);
  do {
    look(P("a/b/file"));
    look(P("a/b/../../plain"));
    look(P("x/../a/b/../b/file"));
    if (path_open(TOP, 0, P("a/b/made"), CREAT, RIGHT(FD_WRITE), 0, 0, AT(&fd)) == OK)
      fd_close(fd);
    path_create_directory(TOP, P("a/b/dir"));
    path_symlink(P("x"), TOP, P("a/b/link"));
    path_rename(TOP, P("a/b/made"), TOP, P("a/b/renamed"));
    path_unlink_file(TOP, P("a/b/renamed"));
    path_unlink_file(TOP, P("a/b/link"));
    path_remove_directory(TOP, P("a/b/dir"));
    EXPECT(clock_time_get(1, 0, AT(&now)), OK);
  } while (now - begin < 10000000000 && !failures);
  EXPECT(inside > 0, 1);
  EXPECT(moved > 0, 1);
}
