/* proc_raise does what witx says that each signal does, and to this process alone.
REQUIRES: host
RUN: %checkcc %s -o %t.wasm && %sinter %t.wasm -o %t && %python %S/Inputs/raise.py %t | count 0
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && %python %S/Inputs/raise.py %t | count 0
*/
#include "check.h"

static void test(void) {
  static u32 list[8];
  static char text[4096];
  EXPECT(args_get(AT(list), AT(text)), OK);
  if (*(char *)list[1] == 'w') { /* wait */
    struct iovec one = {AT(text), 1};
    u32 n;
    EXPECT(fd_write(1, AT(&one), 1, AT(&n)), OK);
    EXPECT(fd_read(0, AT(&one), 1, AT(&n)), OK);
    return;
  }
  u32 signal = 0;
  for (const char *digit = (const char *)list[1]; *digit; digit++)
    signal = signal * 10 + *digit - '0';
  EXPECT(proc_raise(signal), OK);
}
