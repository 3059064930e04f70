/* From one file system to another the kernel neither moves nor links (XDEV, which programs answer by copying); the place
   where one is mounted stays (BUSY); and one that is read-only is not written (ROFS), whatever was granted.
REQUIRES: host, tmpfs
RUN: rm -rf %t.dir && mkdir -p %t.dir/a %t.dir/b %t.dir/c && %checkcc %s -o %t.wasm
RUN: %sinter --dir %t.dir::/ %t.wasm -o %t
RUN: unshare -rm sh -c 'mount -t tmpfs none %t.dir/b && mount -t tmpfs -o ro none %t.dir/c && %t'
*/
#include "check.h"

enum { BUSY = 10, ROFS = 69, XDEV = 75 };
static u64 first[8], second[8];
static u32 fd;
static void test(void) {
  fd_close(OPEN("a/file", CREAT, FILE_RIGHTS));
  EXPECT(path_create_directory(TOP, P("a/d")), OK);
  EXPECT(path_rename(TOP, P("a/file"), TOP, P("b/moved")), XDEV);
  EXPECT(path_rename(TOP, P("a/d"), TOP, P("b/d")), XDEV);
  EXPECT(path_link(TOP, 0, P("a/file"), TOP, P("b/linked")), XDEV);
  EXPECT(path_filestat_get(TOP, 0, P("a/file"), AT(first)), OK);
  EXPECT(path_filestat_get(TOP, 0, P("b"), AT(second)), OK);
  EXPECT(first[0] != second[0], 1); /* By the device they are told apart. */
  EXPECT(path_filestat_get(TOP, 0, P("b/moved"), AT(second)), NOENT);
  EXPECT(path_remove_directory(TOP, P("b")), BUSY);
  EXPECT(path_rename(TOP, P("b"), TOP, P("a/b")), BUSY);

  EXPECT(path_open(TOP, 0, P("c/new"), CREAT, FILE_RIGHTS, 0, 0, AT(&fd)), ROFS);
  EXPECT(path_create_directory(TOP, P("c/new")), ROFS);
  EXPECT(path_symlink(P("x"), TOP, P("c/new")), ROFS);
  EXPECT(path_filestat_set_times(TOP, 0, P("c/."), 0, 0, 10), ROFS);
  fd = OPEN("c", DIRECTORY, 0);
  EXPECT(fd_filestat_set_times(fd, 0, 0, 10), ROFS);
}
