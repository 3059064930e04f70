/* Answers with its version; -DVERSION='"2"' makes another one to replace it by. */
#include "edge.h"

#ifndef VERSION
#define VERSION "1"
#endif

static const char text[] = "hello, version " VERSION "\n";

EDGE_HANDLE { edge_write(text, sizeof text - 1); }
