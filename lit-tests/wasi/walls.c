/* A program runs behind the kernel's walls, which can be left out; its own words say so.
REQUIRES: host
RUN: %checkcc %s -o %t.wasm && rm -rf %t.dir %t.out && mkdir -p %t.dir/sub %t.out && touch %t.dir/sub/file
RUN: %sinter --dir %t.dir::/ %t.wasm -o %t && %sinter inspect %t | FileCheck %s
RUN: %sinter --no-seccomp --require-sandbox --dir %t.dir::/ %t.wasm -o %t.open && %sinter inspect %t.open | FileCheck %s --check-prefix=OPEN
CHECK: walls     seccomp, landlock
CHECK-NEXT: calls {{.*}}openat2, {{.*}}write
OPEN: walls     no seccomp, landlock, or it does not start
OPEN-NOT: calls

A descriptor of a directory is held while somebody moves that out of the grant: the kernel opens nothing below it any more.
RUN: %sinter --no-landlock --dir %t.dir::/ %t.wasm -o %t.bare && %sinter inspect %t.bare | FileCheck %s --check-prefix=BARE
BARE: walls     seccomp, no landlock
RUN: sh -c '(sleep 1; mv %t.dir/sub %t.out/sub; echo) | %t.bare open' && mv %t.out/sub %t.dir/sub
RUN: sh -c '(sleep 1; mv %t.dir/sub %t.out/sub; echo) | %t refused'
*/
#include "check.h"

static void test(void) {
  static u32 list[8], n, fd, file;
  static char text[4096];
  struct iovec one = {AT(text), 1};
  EXPECT(args_get(AT(list), AT(text)), OK);
  u32 expected = ((char *)list[1])[0] == 'o' ? OK : ACCES;
  fd = OPEN("sub", DIRECTORY, 0);
  EXPECT(fd_read(0, AT(&one), 1, AT(&n)), OK);
  EXPECT(path_open(fd, 0, P("file"), 0, RIGHT(FD_READ), 0, 0, AT(&file)), expected); /* refused, unless --no-landlock */
}
