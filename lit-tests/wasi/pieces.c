/* Pipes that take and give less than was asked: every byte arrives once, in order.
REQUIRES: host
RUN: %checkcc %s -o %t.wasm && %sinter %t.wasm -o %t
RUN: %python %S/Inputs/pieces.py %t
*/
#include "check.h"

enum { SIZE = 300000 };
static char bytes[SIZE], all[SIZE];
static u32 n;
static void test(void) {
  u32 done = 0;
  struct iovec rest[2];
  while (done < SIZE) { /* A little at a time comes in. */
    rest[0] = (struct iovec){AT(bytes) + done, SIZE - done > 100 ? 100 : SIZE - done};
    rest[1] = (struct iovec){rest[0].base + rest[0].size, SIZE - done - rest[0].size};
    EXPECT(fd_read(0, AT(rest), 2, AT(&n)), OK);
    EXPECT(n - 1 < SIZE - done, 1);
    if (!n)
      return;
    done += n;
  }
  rest[0] = (struct iovec){AT(all), SIZE};
  EXPECT(fd_read(0, AT(rest), 1, AT(&n)), OK); /* The end, again and again. */
  EXPECT(n, 0);
  EXPECT(fd_fdstat_set_flags(1, NONBLOCK), OK);
  u32 full = 0, part = 0;
  for (done = 0; done < SIZE;) { /* The other side is slow. */
    rest[0] = (struct iovec){AT(bytes) + done, SIZE - done};
    u32 error = fd_write(1, AT(rest), 1, AT(&n));
    if (error == AGAIN) {
      full++;
      struct { u64 user, type, fd, unused[3]; } in = {1, 2, 1, {0}};
      char out[32];
      EXPECT(poll_oneoff(AT(&in), AT(out), 1, AT(&n)), OK);
      continue;
    }
    EXPECT(error, OK);
    part += n < SIZE - done;
    done += n;
  }
  EXPECT(full > 0, 1);
  EXPECT(part > 0, 1);
}
