/* path_rename: files and directories, over what exists, trailing slashes.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u32 fd;
static void test(void) {
  EXPECT(path_create_directory(TOP, P("d")), OK);
  EXPECT(path_rename(TOP, P("d/"), TOP, P("e")), OK);
  EXPECT(path_rename(TOP, P("e"), TOP, P("d/")), OK);
  EXPECT(path_create_directory(TOP, P("empty")), OK);
  EXPECT(path_rename(TOP, P("d"), TOP, P("empty")), OK);
  EXPECT(path_create_directory(TOP, P("full")), OK);
  fd_close(OPEN("full/file", CREAT, 0));
  EXPECT(path_rename(TOP, P("empty"), TOP, P("full")), NOTEMPTY);
  EXPECT(path_rename(TOP, P("empty"), TOP, P("full/file")), NOTDIR);
  EXPECT(path_rename(TOP, P("full/file"), TOP, P("empty")), ISDIR);
  EXPECT(path_rename(TOP, P("full/file"), TOP, P("x/")), NOTDIR);
  EXPECT(path_rename(TOP, P("full"), TOP, P("full/below")), INVAL);
  EXPECT(path_rename(TOP, P("missing"), TOP, P("x")), NOENT);
  EXPECT(path_open(TOP, 0, P("full"), DIRECTORY, 0, 0, 0, AT(&fd)), OK);
  EXPECT(path_rename(fd, P("file"), TOP, P("moved")), OK);
  EXPECT(path_rename(TOP, P("moved"), TOP, P("../moved")), PERM);
  EXPECT(path_rename(TOP, P("../x"), TOP, P("y")), PERM);
  EXPECT(path_rename(77, P("a"), TOP, P("b")), BADF);
  EXPECT(path_rename(TOP, P("a"), 77, P("b")), BADF);
  EXPECT(path_rename(TOP, END, 1, TOP, P("b")), FAULT);
  EXPECT(path_rename(TOP, P("moved"), TOP, END, 1), FAULT);
}
