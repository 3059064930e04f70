/* fd_seek and fd_tell: 64-bit positions, before the beginning, what cannot seek; the right to seek implies telling.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 position;
static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  EXPECT(writeText(fd, "0123456789", 10), 10);
  EXPECT(fd_seek(fd, (u64)-4, 1, AT(&position)), OK);
  EXPECT(position, 6);
  EXPECT(fd_seek(fd, 1, 2, AT(&position)), OK);
  EXPECT(position, 11);
  EXPECT(fd_seek(fd, (u64)1 << 40, 0, AT(&position)), OK);
  EXPECT(fd_tell(fd, AT(&position)), OK);
  EXPECT(position, (u64)1 << 40);
  EXPECT(fd_seek(fd, (u64)-1, 0, AT(&position)), INVAL);
  EXPECT(fd_seek(fd, 0, 3, AT(&position)), INVAL);
  EXPECT(fd_seek(fd, 0, 0, END - 7), FAULT);
  EXPECT(fd_tell(fd, AT(&position)), OK);
  EXPECT(position, (u64)1 << 40);
  EXPECT(fd_seek(TOP, 0, 0, AT(&position)), BADF);
  EXPECT(fd_tell(TOP, AT(&position)), BADF);
  EXPECT(fd_seek(77, 0, 0, AT(&position)), BADF);
  EXPECT(fd_tell(fd, END), FAULT);
  u32 seeks = OPEN("file", 0, RIGHT(FD_SEEK)), tells = OPEN("file", 0, RIGHT(FD_TELL));
  EXPECT(fd_tell(seeks, AT(&position)), OK);
  EXPECT(fd_seek(seeks, 3, 0, AT(&position)), OK);
  EXPECT(fd_tell(tells, AT(&position)), OK);
  EXPECT(fd_seek(tells, 0, 1, AT(&position)), OK);
  EXPECT(fd_seek(tells, 3, 0, AT(&position)), NOTCAPABLE);
}
