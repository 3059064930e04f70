/* What goes wrong outside is an errno inside: a full device, a pipe that nobody reads, too many open files, files that
   may grow no further, the program's own file, standard streams that are closed. What is opened then never takes the
   number of such a stream, where messages go.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter --dir %t.dir::/ %t.wasm -o %t
RUN: sh -c '%t full > /dev/full'
RUN: sh -c '{ sleep 0.2; %t pipe; echo $? > %t.status; } | true' && FileCheck %s < %t.status
RUN: sh -c 'ulimit -n 20; exec %t many'
RUN: sh -c 'ulimit -f 8; exec %t large'
RUN: %if host %{ cp %t %t.dir/app && %t.dir/app app %}
RUN: sh -c 'exec %t closed <&- >&-'
RUN: not sh -c 'exec %t trap <&- >&- 2>&-'
RUN: FileCheck %s --check-prefix=UNTOUCHED < %t.dir/file
CHECK: 0
UNTOUCHED: content
UNTOUCHED-NOT: trap
*/
#include "check.h"

enum { FBIG = 22, MFILE = 33, NOSPC = 51, TXTBSY = 74 };

static void test(void) {
  static u32 list[8], n, fd, error;
  static char text[4096];
  struct iovec one = {AT("x"), 1};
  EXPECT(args_sizes_get(AT(&n), AT(&fd)), OK);
  EXPECT(args_get(AT(list), AT(text)), OK);
  switch (((char *)list[1])[0]) {
  case 'f': /* full */
    EXPECT(fd_write(1, AT(&one), 1, AT(&n)), NOSPC);
    break;
  case 'p': /* pipe */
    EXPECT(fd_write(1, AT(&one), 1, AT(&n)), PIPE);
    break;
  case 'm': /* many */
    fd_close(OPEN("file", CREAT, 0));
    error = OK;
    for (u32 i = 0; i < 100 && error == OK; i++)
      error = path_open(TOP, 0, P("file"), 0, 0, 0, 0, AT(&fd));
    EXPECT(error, MFILE);
    EXPECT(fd_close(fd), OK);
    EXPECT(path_open(TOP, 0, P("file"), 0, 0, 0, 0, AT(&fd)), OK);
    break;
  case 'l': /* large: blocks of 512 bytes or of 1024, as the shell counts. */
    fd = OPEN("large", CREAT, FILE_RIGHTS);
    one = (struct iovec){AT(text), sizeof text};
    u32 total = 0;
    while ((error = fd_write(fd, AT(&one), 1, AT(&n))) == OK)
      total += n;
    EXPECT(error, FBIG);
    EXPECT(total == 4096 || total == 8192, 1);
    EXPECT(fd_pwrite(fd, AT(&one), 1, total - 10, AT(&n)), OK); /* What fits. */
    EXPECT(n, 10);
    EXPECT(fd_pwrite(fd, AT(&one), 1, total, AT(&n)), FBIG);
    EXPECT(fd_allocate(fd, 0, 10000), FBIG);
    EXPECT(fd_filestat_set_size(fd, 10000), FBIG);
    break;
  case 'a': /* app */
    EXPECT(path_open(TOP, 0, P("app"), 0, RIGHT(FD_WRITE), 0, 0, AT(&fd)), TXTBSY);
    EXPECT(path_open(TOP, 0, P("app"), TRUNC, 0, 0, 0, AT(&fd)), TXTBSY);
    break;
  case 'c': /* closed */
    fd = OPEN("file", CREAT | TRUNC, FILE_RIGHTS);
    EXPECT(writeText(fd, "content\n", 8), 8);
    EXPECT(fd_read(0, AT(&one), 1, AT(&n)), BADF);
    EXPECT(fd_write(1, AT(&one), 1, AT(&n)), BADF);
    break;
  case 't': /* trap */
    OPEN("file", 0, FILE_RIGHTS);
    OPEN("file", 0, FILE_RIGHTS);
    __builtin_trap();
  }
}
