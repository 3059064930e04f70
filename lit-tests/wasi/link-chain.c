/* Links to links: 40 are followed, as Linux does, whoever follows them; one more is ELOOP.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 status[8];
static u32 fd;
/* Calls that follow the links to the file, and calls on what is below the directory that others lead to. */
static void all(u32 number, u32 expected) {
  char name[] = {'f', (char)('A' + number)}, below[] = {'d', (char)('A' + number), '/', 'x'};
  EXPECT(path_open(TOP, FOLLOW, AT(name), 2, 0, 0, 0, 0, AT(&fd)), expected);
  EXPECT(path_filestat_get(TOP, FOLLOW, AT(name), 2, AT(status)), expected);
  EXPECT(path_filestat_set_times(TOP, FOLLOW, AT(name), 2, 0, 0, 10), expected);
  EXPECT(path_link(TOP, FOLLOW, AT(name), 2, TOP, P("new")), expected);
  EXPECT(path_open(TOP, 0, AT(below), 4, 0, 0, 0, 0, AT(&fd)), expected);
  EXPECT(path_filestat_get(TOP, 0, AT(below), 4, AT(status)), expected);
  EXPECT(path_open(TOP, 0, AT(name), 2, 0, 0, 0, 0, AT(&fd)), LOOP); /* Any link, where none is followed. */
  EXPECT(path_filestat_get(TOP, 0, AT(name), 2, AT(status)), OK);
}
static void test(void) {
  EXPECT(path_create_directory(TOP, P("d")), OK);
  fd_close(OPEN("f", CREAT, 0));
  fd_close(OPEN("d/x", CREAT, 0));
  for (u32 i = 0; i <= 40; i++)
    for (u32 kind = 0; kind < 2; kind++) {
      char target[] = {"fd"[kind], (char)('A' + i - 1)}, name[] = {"fd"[kind], (char)('A' + i)};
      EXPECT(path_symlink(AT(target), i ? 2 : 1, TOP, AT(name), 2), OK); /* "A" is the first link. */
    }
  all(39, OK);
  all(40, LOOP);
}
