/* fd_advise: all advices, on files only.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  for (u32 advice = 0; advice < 6; advice++)
    EXPECT(fd_advise(fd, 0, 100, advice), OK);
  EXPECT(fd_advise(fd, 0, 0, 6), INVAL);
  EXPECT(fd_advise(TOP, 0, 0, 0), BADF);
  EXPECT(fd_advise(77, 0, 0, 0), BADF);
  EXPECT(fd_fdstat_set_rights(fd, RIGHT(FD_READ), 0), OK);
  EXPECT(fd_advise(fd, 0, 0, 0), NOTCAPABLE);
}
