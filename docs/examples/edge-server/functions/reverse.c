/* Sends the body back, last byte first. */
#include "edge.h"

static char body[65536];

EDGE_HANDLE {
  size_t size = edge_read(EDGE_BODY, body, sizeof body);
  if (size > sizeof body) {
    edge_status(413);
    return;
  }
  for (size_t i = 0; i < size / 2; ++i) {
    char c = body[i];
    body[i] = body[size - 1 - i];
    body[size - 1 - i] = c;
  }
  edge_write(body, size);
}
