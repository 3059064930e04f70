/* proc_raise: signal 0 does nothing; what is none is refused. raised-signals.c raises the others.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  EXPECT(proc_raise(0), OK);
  EXPECT(proc_raise(31), INVAL);
  EXPECT(proc_raise(200), INVAL);
  EXPECT(proc_raise(~0u), INVAL);
}
