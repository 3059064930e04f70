/* path_symlink: never over something, never to an absolute path.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  EXPECT(path_symlink(P("anything/at all"), TOP, P("link")), OK);
  EXPECT(path_symlink(P("x"), TOP, P("link")), EXIST);
  EXPECT(path_symlink(P("/etc"), TOP, P("out")), PERM);
  EXPECT(path_symlink(P("x"), TOP, P("new/")), NOENT);
  EXPECT(path_create_directory(TOP, P("d")), OK);
  EXPECT(path_symlink(P("x"), TOP, P("d")), EXIST);
  EXPECT(path_symlink(P("x"), TOP, P("d/")), EXIST);
  EXPECT(path_symlink(P(""), TOP, P("empty")), NOENT);
  EXPECT(path_symlink(P("x"), TOP, P("../out")), PERM);
  EXPECT(path_symlink(P("x"), 77, P("y")), BADF);
  EXPECT(path_symlink(END, 1, TOP, P("y")), FAULT);
  EXPECT(path_symlink(P("x"), TOP, END, 1), FAULT);
}
