/* A name is its bytes: another case is another name, and one with a NUL in it is none, in every call.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u32 fd, n;
static u64 status[8];
static void none(const char *name, u32 size, u32 expected) {
  u32 p = AT(name);
  EXPECT(path_open(TOP, 0, p, size, 0, 0, 0, 0, AT(&fd)), expected);
  EXPECT(path_filestat_get(TOP, 0, p, size, AT(status)), expected);
  EXPECT(path_filestat_set_times(TOP, 0, p, size, 0, 0, 10), expected);
  EXPECT(path_readlink(TOP, p, size, AT(status), 8, AT(&n)), expected);
  EXPECT(path_rename(TOP, p, size, TOP, P("x")), expected);
  EXPECT(path_link(TOP, 0, p, size, TOP, P("x")), expected);
  EXPECT(path_unlink_file(TOP, p, size), expected);
  EXPECT(path_remove_directory(TOP, p, size), expected);
}
static void notMade(const char *name, u32 size, u32 expected) {
  u32 p = AT(name);
  EXPECT(path_open(TOP, 0, p, size, CREAT, 0, 0, 0, AT(&fd)), expected);
  EXPECT(path_create_directory(TOP, p, size), expected);
  EXPECT(path_rename(TOP, P("file"), TOP, p, size), expected);
  EXPECT(path_link(TOP, 0, P("file"), TOP, p, size), expected);
  EXPECT(path_symlink(P("file"), TOP, p, size), expected);
}
static void test(void) {
  fd_close(OPEN("file", CREAT, 0));
  none("FILE", 4, NOENT);
  none("File", 4, NOENT);
  none("file ", 5, NOENT);
  none("\xef\xac\x81le", 5, NOENT); /* A ligature of f and i. */
  none("fi\xe2\x80\x8ble", 7, NOENT); /* A space without width. */
  none("file\0", 5, INVAL);
  none("file\0.txt", 9, INVAL);
  none("\0", 1, INVAL);
  none("\0file", 5, INVAL);
  none("a/../\0/file", 11, INVAL);
  notMade("new\0", 4, INVAL);
  notMade("\0new", 4, INVAL);
  EXPECT(path_symlink(P("fi\0le"), TOP, P("link")), INVAL);
  fd_close(OPEN("FILE", CREAT | EXCL, 0));
  fd_close(OPEN("\xff\xfe", CREAT | EXCL, 0)); /* Not UTF-8, which no file system here asks for. */
}
