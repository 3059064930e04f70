/* Every call with a path answers the same way to a path or a directory that cannot be: and does nothing then.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static char longName[5000];
static u64 status[8];
static u32 fd, n;
static void all(u32 dir, u32 p, u32 size, u32 expected, u32 line) {
  u32 before = failures;
  EXPECT(path_open(dir, 0, p, size, 0, 0, 0, 0, AT(&fd)), expected);
  EXPECT(path_open(dir, FOLLOW, p, size, CREAT | EXCL, 0, 0, 0, AT(&fd)), expected);
  EXPECT(path_create_directory(dir, p, size), expected);
  EXPECT(path_remove_directory(dir, p, size), expected);
  EXPECT(path_unlink_file(dir, p, size), expected);
  EXPECT(path_filestat_get(dir, 0, p, size, AT(status)), expected);
  EXPECT(path_filestat_get(dir, FOLLOW, p, size, AT(status)), expected);
  EXPECT(path_filestat_set_times(dir, 0, p, size, 0, 0, 10), expected);
  EXPECT(path_filestat_set_times(dir, FOLLOW, p, size, 0, 0, 10), expected);
  EXPECT(path_readlink(dir, p, size, AT(status), 8, AT(&n)), expected);
  EXPECT(path_symlink(P("x"), dir, p, size), expected);
  EXPECT(path_link(dir, 0, p, size, TOP, P("new")), expected);
  EXPECT(path_link(TOP, 0, P("file"), dir, p, size), expected);
  EXPECT(path_rename(dir, p, size, TOP, P("new")), expected);
  EXPECT(path_rename(TOP, P("file"), dir, p, size), expected);
  if (failures != before)
    say("... for line ", 13), sayNumber(line), say("\n", 1);
}
/* A directory, a path and its size, and what each of them returns. */
#define ALL_CALLS(...) all(__VA_ARGS__, __LINE__)
static void test(void) {
  u32 file = OPEN("file", CREAT, FILE_RIGHTS);
  for (u32 i = 0; i < sizeof longName; i++)
    longName[i] = 'n';
  EXPECT(path_symlink(P("loop"), TOP, P("loop")), OK);
  EXPECT(path_symlink(P("nothing"), TOP, P("dangling")), OK);
  ALL_CALLS(77, P("x"), BADF);
  ALL_CALLS(~0u, P("x"), BADF);
  ALL_CALLS(file, P("x"), NOTDIR);
  ALL_CALLS(0, P("x"), NOTDIR);
  ALL_CALLS(TOP, P(""), NOENT);
  ALL_CALLS(TOP, P("missing/x"), NOENT);
  ALL_CALLS(TOP, P("dangling/x"), NOENT);
  ALL_CALLS(TOP, P("file/x"), NOTDIR);
  ALL_CALLS(TOP, P("file/../file"), NOTDIR);
  ALL_CALLS(TOP, P("loop/x"), LOOP);
  ALL_CALLS(TOP, P("x\0y"), INVAL);
  ALL_CALLS(TOP, P("../x"), PERM);
  ALL_CALLS(TOP, P("/x"), PERM);
  ALL_CALLS(TOP, AT(longName), 256, NAMETOOLONG); /* A name. */
  ALL_CALLS(TOP, AT(longName), sizeof longName, NAMETOOLONG);
  for (u32 i = 0; i < sizeof longName; i++)
    longName[i] = i % 2 ? '/' : '.';
  ALL_CALLS(TOP, AT(longName), sizeof longName, NAMETOOLONG); /* A path. */
  ALL_CALLS(TOP, END - 2, 3, FAULT);
  ALL_CALLS(TOP, END, 1, FAULT);
  ALL_CALLS(TOP, END + 1, 0, FAULT);
  ALL_CALLS(TOP, AT(longName), ~0u, FAULT);
  ALL_CALLS(TOP, ~0u, 1, FAULT);
  ALL_CALLS(TOP, END, 0, NOENT); /* No byte of it is outside. */
  EXPECT(path_filestat_get(TOP, 0, P("new"), AT(status)), NOENT);

  /* What a flag does not stand for is an error. */
  EXPECT(path_open(TOP, 2, P("file"), 0, 0, 0, 0, AT(&fd)), INVAL);
  EXPECT(path_filestat_get(TOP, 2, P("file"), AT(status)), INVAL);
  EXPECT(path_filestat_set_times(TOP, ~0u, P("file"), 0, 0, 10), INVAL);
  EXPECT(path_link(TOP, 3, P("file"), TOP, P("new")), INVAL);
}
