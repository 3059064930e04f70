/* A granted socket follows the granted directories; its connections can be received from, sent to and shut down.
RUN: mkdir -p %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter --dir %t.dir::/ --listen 127.0.0.1:48711 %t.wasm -o %t
RUN: %python %S/Inputs/listen.py 48711 %t | FileCheck %s
CHECK: abcd
RUN: not %sinter --listen localhost:80 %t.wasm -o %t 2>&1 | FileCheck %s --check-prefix=BAD
RUN: not %sinter --listen 127.0.0.1:65536 %t.wasm -o %t 2>&1 | FileCheck %s --check-prefix=BAD
BAD: --listen: '{{.*}}' is no address: give ADDRESS:PORT or [IPv6]:PORT, in numbers
RUN: %sinter --listen 192.0.2.1:1 %t.wasm -o %t && not %t 2>&1 | FileCheck %s --check-prefix=REFUSED
REFUSED: error: cannot listen at '192.0.2.1:1': the system refuses it
*/
#include "check.h"

static void test(void) {
  static char text[2][4];
  struct iovec list[] = {{AT(text[0]), 2}, {AT(text[1]), 2}};
  u32 socket, n, ignored;
  unsigned short flags;
  EXPECT(fd_prestat_get(4, AT(&ignored)), BADF);
  EXPECT(sock_accept(4, 2, AT(&socket)), INVAL);
  EXPECT(sock_recv(4, AT(list), 1, 0, AT(&n), AT(&flags)), NOTCONN);
  EXPECT(sock_send(4, AT(list), 1, 0, AT(&n)), PIPE);
  EXPECT(sock_accept(4, 0, AT(&socket)), OK);
  EXPECT(socket, 5);
  EXPECT(sock_accept(socket, 0, AT(&n)), INVAL);
  EXPECT(fd_fdstat_set_flags(4, NONBLOCK), OK);
  EXPECT(sock_accept(4, 0, AT(&n)), AGAIN); /* Nobody else comes. */
  EXPECT(fd_fdstat_set_rights(4, 0, 0), OK);
  EXPECT(sock_accept(4, 0, AT(&n)), NOTCAPABLE);
  list[1].base = END - 1; /* Nothing is taken for what cannot take all. */
  EXPECT(sock_recv(socket, AT(list), 2, 0, AT(&n), AT(&flags)), FAULT);
  EXPECT(sock_send(socket, AT(list), 2, 0, AT(&n)), FAULT);
  list[1].base = AT(text[1]);
  EXPECT(sock_recv(socket, AT(list), 1, 1, AT(&n), AT(&flags)), OK); /* Peeks. */
  EXPECT(n, 2);
  EXPECT(sock_recv(socket, AT(list), 2, 2, AT(&n), AT(&flags)), OK); /* Waits for all there is. */
  EXPECT(n, 3);
  EXPECT(flags, 0);
  EXPECT(sock_recv(socket, AT(list), 2, 4, AT(&n), AT(&flags)), INVAL);
  EXPECT(sock_recv(socket, AT(list), 2, 0, AT(&n), AT(&flags)), OK); /* The end. */
  EXPECT(n, 0);
  EXPECT(text[1][0], 'c');
  text[1][1] = 'd';
  EXPECT(sock_send(socket, AT(list), 2, 1, AT(&n)), INVAL);
  EXPECT(sock_send(socket, AT(list), 2, 0, AT(&n)), OK);
  EXPECT(n, 4);
  EXPECT(sock_shutdown(socket, 0), INVAL);
  EXPECT(sock_shutdown(socket, 2), OK);
  EXPECT(sock_send(socket, AT(list), 2, 0, AT(&n)), PIPE);
  EXPECT(fd_fdstat_set_rights(socket, 0, 0), OK);
  EXPECT(sock_recv(socket, AT(list), 2, 0, AT(&n), AT(&flags)), NOTCAPABLE);
  EXPECT(sock_send(socket, AT(list), 2, 0, AT(&n)), NOTCAPABLE);
  EXPECT(sock_shutdown(socket, 1), NOTCAPABLE);
  EXPECT(fd_close(socket), OK);
}
