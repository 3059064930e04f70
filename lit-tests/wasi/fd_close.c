/* fd_close: once; the lowest free number is given next; standard streams close for the program.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  u32 first = OPEN("file", CREAT, FILE_RIGHTS), second = OPEN("file", 0, FILE_RIGHTS);
  EXPECT(second, first + 1);
  EXPECT(fd_close(first), OK);
  EXPECT(fd_close(first), BADF);
  EXPECT(OPEN("file", 0, FILE_RIGHTS), first);
  EXPECT(fd_close(~0u), BADF);
  EXPECT(fd_close(1000000), BADF);
  EXPECT(fd_close(0), OK);
  EXPECT(fd_close(0), BADF);
  EXPECT(OPEN("file", 0, FILE_RIGHTS), 0);
  EXPECT(fd_close(TOP), OK);
  EXPECT(path_unlink_file(TOP, P("file")), BADF);
}
