/* sock_accept, _recv, _send and _shutdown where there is no socket: the grant test has one.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u32 n, flags;
static struct iovec list[1];
static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  u32 wrong[] = {fd, TOP, 77}, errors[] = {NOTSOCK, NOTSOCK, BADF};
  for (u32 i = 0; i < 3; i++) {
    EXPECT(sock_accept(wrong[i], 0, AT(&n)), errors[i]);
    EXPECT(sock_recv(wrong[i], AT(list), 1, 0, AT(&n), AT(&flags)), errors[i]);
    EXPECT(sock_send(wrong[i], AT(list), 1, 0, AT(&n)), errors[i]);
    EXPECT(sock_shutdown(wrong[i], 1), errors[i]);
  }
  EXPECT(sock_accept(fd, 0, END), FAULT);
  EXPECT(sock_recv(fd, AT(list), 1, 0, AT(&n), END - 1), FAULT);
  EXPECT(sock_send(fd, END, 1, 0, AT(&n)), FAULT);
}
