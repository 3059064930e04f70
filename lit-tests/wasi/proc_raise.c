/* proc_raise: the signals that end a process do; signal 0 does nothing; others are refused.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static void test(void) {
  EXPECT(proc_raise(0), OK);
  EXPECT(proc_raise(200), INVAL);
}
