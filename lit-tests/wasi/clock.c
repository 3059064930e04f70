/* clock_res_get and clock_time_get: four clocks, of which the monotonic one never goes back.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 time[2];
static void test(void) {
  for (u32 clock = 0; clock < 4; clock++) {
    time[0] = 0;
    EXPECT(clock_res_get(clock, AT(time)), OK);
    EXPECT(time[0] > 0, 1);
    EXPECT(clock_time_get(clock, 0, AT(time)), OK);
    EXPECT(clock_time_get(clock, ~(u64)0, AT(time + 1)), OK);
    EXPECT(clock == 0 || time[1] >= time[0], 1);
  }
  EXPECT(clock_res_get(4, AT(time)), INVAL);
  EXPECT(clock_time_get(4, 0, AT(time)), INVAL);
  EXPECT(clock_time_get(~0u, 0, AT(time)), INVAL);
  EXPECT(clock_res_get(1, END - 7), FAULT);
  EXPECT(clock_time_get(1, 0, END - 7), FAULT);
  EXPECT(clock_time_get(1, 0, END - 8), OK);
  EXPECT(clock_time_get(1, 0, AT(time) + 1), OK); /* Nothing need be aligned. */
}
