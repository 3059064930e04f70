/* path_link: to files and links, never over something; across nothing that escapes.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 status[8];
static void test(void) {
  fd_close(OPEN("file", CREAT, 0));
  EXPECT(path_link(TOP, 0, P("file"), TOP, P("other")), OK);
  EXPECT(path_filestat_get(TOP, 0, P("other"), AT(status)), OK);
  EXPECT(status[3], 2);
  EXPECT(path_link(TOP, 0, P("file"), TOP, P("other")), EXIST);
  EXPECT(path_link(TOP, 0, P("file"), TOP, P("file")), EXIST);
  EXPECT(path_create_directory(TOP, P("d")), OK);
  EXPECT(path_link(TOP, 0, P("file"), TOP, P("d")), EXIST);
  EXPECT(path_link(TOP, 0, P("d"), TOP, P("e")), PERM);
  EXPECT(path_link(TOP, 0, P("file"), TOP, P("new/")), NOENT);
  EXPECT(path_link(TOP, 0, P("missing"), TOP, P("new")), NOENT);
  EXPECT(path_symlink(P("nowhere"), TOP, P("dangling")), OK);
  EXPECT(path_link(TOP, 0, P("dangling"), TOP, P("linked")), OK);
  EXPECT(path_link(TOP, FOLLOW, P("dangling"), TOP, P("followed")), NOENT);
  EXPECT(path_link(TOP, 0, P("file"), TOP, P("../out")), PERM);
  EXPECT(path_link(TOP, 0, P("/etc/passwd"), TOP, P("in")), PERM);
  EXPECT(path_link(77, 0, P("file"), TOP, P("x")), BADF);
  EXPECT(path_link(TOP, 0, P("file"), 77, P("x")), BADF);
  EXPECT(path_link(TOP, 0, END, 1, TOP, P("x")), FAULT);
  EXPECT(path_link(TOP, 0, P("file"), TOP, END, 1), FAULT);
}
