/* Counts its requests where a process would keep such things: each finds a new instance, so each is
   the first. */
#include "edge.h"

static int inData = 1;
static int inZeros[30000];

EDGE_HANDLE {
  char digits[2] = {(char)('0' + inData++), (char)('1' + inZeros[29999]++)};
  edge_write(digits, sizeof digits);
}
