/* A process that is stopped and goes on while it waits: every wait goes on, and takes as long as it was asked to.
REQUIRES: host
RUN: %checkcc %s -o %t.wasm && %sinter %t.wasm -o %t
RUN: %python %S/Inputs/stop-and-go.py %t read
RUN: %python %S/Inputs/stop-and-go.py %t poll
RUN: %python %S/Inputs/stop-and-go.py %t sleep
*/
#include "check.h"

struct subscription { u64 user, type, clockOrFd, timeout, precision, flags; };
struct event { u64 user; unsigned short error; unsigned char type, pad[5]; u64 bytes, flags; };

static void test(void) {
  static u32 list[8], n;
  static char text[4096], line[16];
  static struct subscription in[2];
  static struct event out[2];
  static u64 before, after;
  EXPECT(args_get(AT(list), AT(text)), OK);
  struct iovec one = {AT(line), sizeof line};
  EXPECT(clock_time_get(1, 0, AT(&before)), OK);
  switch (((char *)list[1])[0]) {
  case 'r': /* What is sent after half a second, whole. */
    EXPECT(fd_read(0, AT(&one), 1, AT(&n)), OK);
    EXPECT(n == 5 && same(line, "words", 5), 1);
    break;
  case 'p': /* The same, with a clock that would have rung later. */
    in[0] = (struct subscription){1, 0, 1, 20000000000, 0, 0};
    in[1] = (struct subscription){2, 1, 0, 0, 0, 0};
    EXPECT(poll_oneoff(AT(in), AT(out), 2, AT(&n)), OK);
    EXPECT(n, 1);
    EXPECT(out[0].user, 2);
    EXPECT(out[0].bytes, 5);
    break;
  case 's':
    in[0] = (struct subscription){1, 0, 1, 400000000, 0, 0};
    EXPECT(poll_oneoff(AT(in), AT(out), 1, AT(&n)), OK);
    EXPECT(n, 1);
    in[0].timeout = before + 600000000, in[0].flags = 1;
    EXPECT(poll_oneoff(AT(in), AT(out), 1, AT(&n)), OK);
    EXPECT(clock_time_get(1, 0, AT(&after)), OK);
    EXPECT(after - before >= 600000000, 1);
  }
}
