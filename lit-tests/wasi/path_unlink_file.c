/* path_unlink_file: files and links, not directories.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  fd_close(OPEN("file", CREAT, 0));
  EXPECT(path_create_directory(TOP, P("d")), OK);
  EXPECT(path_symlink(P("d"), TOP, P("link")), OK);
  EXPECT(path_unlink_file(TOP, P("d")), ISDIR);
  EXPECT(path_unlink_file(TOP, P("d/")), ISDIR);
  EXPECT(path_unlink_file(TOP, P("file/")), NOTDIR);
  EXPECT(path_unlink_file(TOP, P("file")), OK);
  EXPECT(path_unlink_file(TOP, P("file")), NOENT);
  EXPECT(path_unlink_file(TOP, P("link")), OK);
  EXPECT(path_unlink_file(TOP, P("../x")), PERM);
  EXPECT(path_unlink_file(77, P("x")), BADF);
  EXPECT(path_unlink_file(TOP, END, 1), FAULT);
}
