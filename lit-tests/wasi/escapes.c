/* Every way out is refused: absolute paths, dots, links made inside, directories moved while they are open.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u32 fd, deep;
static u64 status[8];
#define REFUSED(PATH)                                                                              \
  EXPECT(path_open(TOP, FOLLOW, P(PATH), 0, RIGHT(FD_READ), 0, 0, AT(&fd)), PERM);           \
  EXPECT(path_filestat_get(TOP, FOLLOW, P(PATH), AT(status)), PERM);                         \
  EXPECT(path_create_directory(TOP, P(PATH "/made")), PERM);                                 \
  EXPECT(path_rename(TOP, P(PATH "/x"), TOP, P("y")), PERM);                                 \
  EXPECT(path_unlink_file(TOP, P(PATH "/x")), PERM);                                         \
  EXPECT(path_readlink(TOP, P(PATH "/x"), AT(status), 8, AT(&fd)), PERM);                    \
  EXPECT(path_symlink(P("x"), TOP, P(PATH "/x")), PERM)
static void test(void) {
  EXPECT(path_create_directory(TOP, P("a")), OK);
  EXPECT(path_create_directory(TOP, P("a/b")), OK);
  REFUSED("/");
  REFUSED("//etc");
  REFUSED("..");
  REFUSED("../");
  REFUSED("./..");
  REFUSED("a/../..");
  REFUSED("a/b/../../..");
  REFUSED("a//b/.././../../etc");
  EXPECT(path_symlink(P(".."), TOP, P("up")), OK);
  EXPECT(path_symlink(P("../../.."), TOP, P("a/b/far")), OK);
  EXPECT(path_symlink(P("b/far"), TOP, P("a/chained")), OK);
  REFUSED("up");
  REFUSED("a/b/far");
  REFUSED("a/chained");
  /* A directory that moves up under an open descriptor takes no ".." with it. */
  EXPECT(path_open(TOP, 0, P("a/b"), DIRECTORY, 0, ALL, 0, AT(&deep)), OK);
  EXPECT(path_rename(TOP, P("a/b"), TOP, P("b")), OK);
  EXPECT(path_open(deep, FOLLOW, P(".."), 0, 0, 0, 0, AT(&fd)), PERM);
  EXPECT(path_open(deep, FOLLOW, P("../a"), 0, 0, 0, 0, AT(&fd)), PERM);
  for (u32 guess = 5; guess < 300; guess++)
    EXPECT(fd_filestat_get(guess, AT(status)), BADF);
}
