/* path_create_directory and path_remove_directory: existing, missing, full and trailing slashes.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  EXPECT(path_create_directory(TOP, P("d")), OK);
  EXPECT(path_create_directory(TOP, P("d")), EXIST);
  EXPECT(path_create_directory(TOP, P("d/e/")), OK);
  EXPECT(path_create_directory(TOP, P("missing/e")), NOENT);
  EXPECT(path_create_directory(TOP, P("")), NOENT);
  EXPECT(path_create_directory(TOP, P("a\0b")), INVAL);
  EXPECT(path_create_directory(TOP, P("../x")), PERM);
  EXPECT(path_create_directory(TOP, P("/x")), PERM);
  EXPECT(path_create_directory(TOP, END - 1, 2), FAULT);
  EXPECT(path_create_directory(77, P("x")), BADF);
  fd_close(OPEN("f", CREAT, 0));
  EXPECT(path_create_directory(TOP, P("f/x")), NOTDIR);
  EXPECT(path_create_directory(OPEN("f", 0, ALL & ~RIGHT(FD_WRITE)), P("x")), NOTDIR);
  EXPECT(path_remove_directory(TOP, P("d")), NOTEMPTY);
  EXPECT(path_remove_directory(TOP, P("f")), NOTDIR);
  EXPECT(path_remove_directory(TOP, P("f/")), NOTDIR);
  EXPECT(path_remove_directory(TOP, P("d/e/")), OK);
  EXPECT(path_remove_directory(TOP, P("d")), OK);
  EXPECT(path_remove_directory(TOP, P("d")), NOENT);
  EXPECT(path_remove_directory(TOP, P("..")), PERM);
  EXPECT(path_remove_directory(TOP, END, 1), FAULT);
  EXPECT(path_remove_directory(77, P("d")), BADF);
}
