/* What is open outlives its name: files and directories that were removed, and their names used again.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 status[8];
static u32 fd, n;
static void test(void) {
  u32 file = OPEN("name", CREAT, FILE_RIGHTS);
  EXPECT(path_unlink_file(TOP, P("name")), OK);
  EXPECT(path_open(TOP, 0, P("name"), CREAT | EXCL, 0, 0, 0, AT(&fd)), OK);
  EXPECT(writeText(file, "still", 5), 5);
  EXPECT(fd_filestat_get(file, AT(status)), OK);
  EXPECT(status[3], 0); /* No name. */
  EXPECT(status[4], 5);
  EXPECT(path_unlink_file(TOP, P("name")), OK);

  EXPECT(path_create_directory(TOP, P("name")), OK);
  u32 gone = OPEN("name", DIRECTORY, 0);
  EXPECT(path_remove_directory(TOP, P("name/")), OK);
  EXPECT(path_create_directory(TOP, P("name")), OK);
  EXPECT(path_open(gone, 0, P("x"), CREAT, 0, 0, 0, AT(&fd)), NOENT);
  EXPECT(path_create_directory(gone, P("x")), NOENT);
  EXPECT(fd_readdir(gone, AT(status), sizeof status, 0, AT(&n)), NOENT);
  EXPECT(path_open(TOP, 0, P("name/x"), CREAT, 0, 0, 0, AT(&fd)), OK);
  EXPECT(path_remove_directory(TOP, P("name")), NOTEMPTY);
  EXPECT(path_unlink_file(TOP, P("name/x")), OK);
  EXPECT(path_unlink_file(TOP, P("name")), ISDIR);
  EXPECT(path_unlink_file(TOP, P("name/")), ISDIR);
  EXPECT(path_remove_directory(TOP, P("name")), OK);

  /* A link to nothing, and one to itself, are opened only as what they are. */
  EXPECT(path_symlink(P("nothing"), TOP, P("link")), OK);
  EXPECT(path_symlink(P("self"), TOP, P("self")), OK);
  EXPECT(path_open(TOP, 0, P("link"), 0, 0, 0, 0, AT(&fd)), LOOP);
  EXPECT(path_open(TOP, 0, P("link"), DIRECTORY, 0, 0, 0, AT(&fd)), NOTDIR);
  EXPECT(path_open(TOP, FOLLOW, P("link"), 0, 0, 0, 0, AT(&fd)), NOENT);
  EXPECT(path_open(TOP, 0, P("self"), 0, 0, 0, 0, AT(&fd)), LOOP);
  EXPECT(path_open(TOP, FOLLOW, P("self"), 0, 0, 0, 0, AT(&fd)), LOOP);
  EXPECT(path_filestat_get(TOP, FOLLOW, P("self"), AT(status)), LOOP);
  EXPECT(path_open(TOP, 0, P("self/x"), 0, 0, 0, 0, AT(&fd)), LOOP);
}
