/* What is neither file nor directory: a named pipe, whose ends come and go, and a socket's name, which nobody opens.
REQUIRES: host
RUN: rm -rf %t.dir && mkdir %t.dir && mkfifo %t.dir/fifo && %checkcc %s -o %t.wasm
RUN: cd %t.dir && %python -c "import socket; socket.socket(socket.AF_UNIX).bind('socket')"
RUN: %sinter --dir %t.dir::/ %t.wasm -o %t && %t
RUN: %sinter -O0 --no-landlock --dir %t.dir::/ %t.wasm -o %t && %t
*/
#include "check.h"

enum { NXIO = 60 };
static u64 status[8];
static u32 reader, writer, n;
static char text[8];
#define FIFO(RIGHTS, FD) path_open(TOP, 0, P("fifo"), 0, RIGHTS, 0, NONBLOCK, AT(&FD))
static void test(void) {
  struct iovec one = {AT(text), 8};
  EXPECT(FIFO(RIGHT(FD_WRITE), writer), NXIO); /* Nobody reads. */
  EXPECT(FIFO(RIGHT(FD_READ) | RIGHT(FD_SEEK) | RIGHT(FD_TELL), reader), OK);
  EXPECT(fd_read(reader, AT(&one), 1, AT(&n)), OK); /* Nobody writes. */
  EXPECT(n, 0);
  EXPECT(FIFO(RIGHT(FD_WRITE), writer), OK);
  EXPECT(fd_read(reader, AT(&one), 1, AT(&n)), AGAIN);
  EXPECT(writeText(writer, "abc", 3), 3);
  EXPECT(fd_read(reader, AT(&one), 1, AT(&n)), OK);
  EXPECT(n, 3);
  EXPECT(fd_seek(reader, 0, 0, AT(status)), SPIPE);
  EXPECT(fd_tell(reader, AT(status)), SPIPE);
  EXPECT(fd_advise(reader, 0, 0, 0), NOTCAPABLE);
  EXPECT(fd_readdir(reader, AT(text), 8, 0, AT(&n)), NOTDIR);
  EXPECT(fd_close(reader), OK);
  EXPECT(fd_write(writer, AT(&one), 1, AT(&n)), PIPE);
  EXPECT(fd_close(writer), OK);
  EXPECT(path_filestat_get(TOP, 0, P("fifo"), AT(status)), OK);
  EXPECT((unsigned char)status[2], 0); /* WASI has no name for it. */
  EXPECT(path_open(TOP, 0, P("fifo"), DIRECTORY, 0, 0, 0, AT(&n)), NOTDIR);
  EXPECT(path_open(TOP, 0, P("socket"), 0, RIGHT(FD_READ), 0, 0, AT(&n)), NXIO);
  EXPECT(path_filestat_get(TOP, 0, P("socket"), AT(status)), OK);
  EXPECT((unsigned char)status[2], 6);
  EXPECT(path_readlink(TOP, P("socket"), AT(text), 8, AT(&n)), INVAL);
}
