/* path_readlink: cut off where the buffer ends; of links only.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static char buffer[16];
static u32 used;
static void test(void) {
  EXPECT(path_symlink(P("target"), TOP, P("link")), OK);
  EXPECT(path_readlink(TOP, P("link"), AT(buffer), 16, AT(&used)), OK);
  EXPECT(used, 6);
  EXPECT(same(buffer, "target\0", 8), 1);
  EXPECT(path_readlink(TOP, P("link"), AT(buffer), 4, AT(&used)), OK);
  EXPECT(used, 4);
  EXPECT(path_readlink(TOP, P("link"), AT(buffer), 0, AT(&used)), OK);
  EXPECT(used, 0);
  EXPECT(path_readlink(TOP, P("missing"), AT(buffer), 4, AT(&used)), NOENT);
  fd_close(OPEN("file", CREAT, 0));
  EXPECT(path_readlink(TOP, P("file"), AT(buffer), 4, AT(&used)), INVAL);
  EXPECT(path_readlink(TOP, P("../x"), AT(buffer), 4, AT(&used)), PERM);
  EXPECT(path_readlink(TOP, P("link"), END - 1, 2, AT(&used)), FAULT);
  EXPECT(path_readlink(TOP, P("link"), AT(buffer), 4, END), FAULT);
  EXPECT(path_readlink(77, P("link"), AT(buffer), 4, AT(&used)), BADF);
}
