/* poll_oneoff: any number of clocks and descriptors, wrong ones as events, overlapping buffers.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

struct subscription {
  u64 user;
  unsigned char type, pad[7];
  u32 clockOrFd, pad1;
  u64 timeout, precision;
  unsigned short flags, pad2[3];
};
struct event { u64 user; unsigned short error; unsigned char type, pad[5]; u64 bytes; unsigned short flags, pad1[3]; };
static struct subscription in[3000];
static struct event out[3000];
static u32 n;
static u64 before, after;
static void test(void) {
  in[0] = (struct subscription){1, 0, {0}, 1, 0, 20000000, 0, 0, {0}};
  EXPECT(clock_time_get(1, 0, AT(&before)), OK);
  EXPECT(poll_oneoff(AT(in), AT(out), 1, AT(&n)), OK);
  EXPECT(clock_time_get(1, 0, AT(&after)), OK);
  EXPECT(n, 1);
  EXPECT(out[0].user, 1);
  EXPECT(after - before >= 20000000, 1);
  in[0].timeout = after + 10000000, in[0].flags = 1; /* A point in time. */
  EXPECT(poll_oneoff(AT(in), AT(out), 1, AT(&n)), OK);
  EXPECT(clock_time_get(1, 0, AT(&before)), OK);
  EXPECT(before >= after + 10000000, 1);

  u32 fd = OPEN("file", CREAT, FILE_RIGHTS);
  EXPECT(writeText(fd, "abcde", 5), 5);
  EXPECT(fd_seek(fd, 2, 0, AT(out)), OK);
  for (u32 i = 0; i < 3000; i++)
    in[i] = (struct subscription){i, 1 + i % 2, {0}, fd, 0, 0, 0, 0, {0}};
  EXPECT(poll_oneoff(AT(in), AT(out), 3000, AT(&n)), OK);
  EXPECT(n, 3000);
  EXPECT(out[2998].user, 2998);
  EXPECT(out[2998].bytes, 3);
  in[0] = (struct subscription){7, 1, {0}, 77, 0, 0, 0, 0, {0}};
  in[1] = (struct subscription){8, 0, {0}, 99, 0, 0, 0, 0, {0}};
  in[2] = (struct subscription){9, 0, {0}, 1, 0, 60000000000, 0, 0, {0}};
  EXPECT(poll_oneoff(AT(in), AT(in), 3, AT(&n)), OK); /* Over the subscriptions themselves. */
  EXPECT(n, 2);
  EXPECT(((struct event *)in)[0].error, BADF);
  EXPECT(((struct event *)in)[1].error, INVAL);
  EXPECT(((struct event *)in)[1].user, 8);
  EXPECT(poll_oneoff(AT(in), AT(out), 0, AT(&n)), INVAL);
  EXPECT(poll_oneoff(AT(in), END - 31, 1, AT(&n)), FAULT);
  EXPECT(poll_oneoff(END - 47, AT(out), 1, AT(&n)), FAULT);
  EXPECT(poll_oneoff(AT(in), AT(out), ~0u, AT(&n)), FAULT);
  EXPECT(poll_oneoff(AT(in), AT(out), 1, END), FAULT);
  in[0].type = 3;
  EXPECT(poll_oneoff(AT(in), AT(out), 1, AT(&n)), INVAL);
}
