/* Hard links: none is made to what is outside or from what is only to be read; one that somebody made is a file of the grant.
RUN: rm -rf %t.dir && mkdir -p %t.dir/in %t.dir/ro && echo secret > %t.dir/secret && echo only > %t.dir/ro/only
RUN: ln %t.dir/secret %t.dir/in/made && ln -s ../secret %t.dir/in/up && %checkcc %s -o %t.wasm
RUN: %sinter --dir %t.dir/in::/ --dir-ro %t.dir/ro::/ro %t.wasm -o %t && %t
RUN: not ls %t.dir/in/got %t.dir/ro/got
*/
#include "check.h"

enum { RO = 4 };
static u32 fd, n;
static char text[8];
static void test(void) {
  EXPECT(path_link(TOP, 0, P("../secret"), TOP, P("got")), PERM);
  EXPECT(path_link(TOP, FOLLOW, P("up"), TOP, P("got")), PERM);
  EXPECT(path_link(TOP, FOLLOW, P("../in/made"), TOP, P("got")), PERM);
  EXPECT(path_link(TOP, 0, P("made"), TOP, P("../got")), PERM);
  EXPECT(path_link(RO, 0, P("only"), TOP, P("got")), NOTCAPABLE);
  EXPECT(path_link(TOP, 0, P("made"), RO, P("got")), NOTCAPABLE);
  EXPECT(path_rename(RO, P("only"), TOP, P("got")), NOTCAPABLE);
  EXPECT(path_rename(TOP, P("made"), RO, P("got")), NOTCAPABLE);
  /* The link itself may have a second name, which leads out no more than the first does. */
  EXPECT(path_link(TOP, 0, P("up"), TOP, P("up2")), OK);
  EXPECT(path_open(TOP, FOLLOW, P("up2"), 0, RIGHT(FD_READ), 0, 0, AT(&fd)), PERM);
  EXPECT(path_unlink_file(TOP, P("up2")), OK);
  EXPECT(path_open(TOP, 0, P("made"), 0, RIGHT(FD_READ), 0, 0, AT(&fd)), OK);
  struct iovec one = {AT(text), 8};
  EXPECT(fd_read(fd, AT(&one), 1, AT(&n)), OK);
  EXPECT(same(text, "secret", 6), 1);
}
