/* path_open: flags, what exists and what does not, rights inherited, bad pointers leaving nothing behind.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u32 fd;
static struct { u32 head[2]; u64 base, inheriting; } status;
#define TRY(PATH, FLAGS, RIGHTS) path_open(TOP, 0, P(PATH), FLAGS, RIGHTS, 0, 0, AT(&fd))
static void test(void) {
  EXPECT(TRY("file", 0, 0), NOENT);
  EXPECT(TRY("file", CREAT, FILE_RIGHTS), OK);
  EXPECT(TRY("file", CREAT | EXCL, 0), EXIST);
  EXPECT(TRY("file", CREAT, 0), OK);
  EXPECT(TRY("file", DIRECTORY, 0), NOTDIR);
  EXPECT(TRY("file/", 0, 0), NOTDIR);
  EXPECT(TRY("file\0", 0, 0) == OK, 0);
  EXPECT(TRY("", 0, 0), NOENT);
  EXPECT(TRY(".", 0, 0), OK);
  EXPECT(TRY(".", DIRECTORY, RIGHT(FD_READ)), OK);
  EXPECT(TRY(".", DIRECTORY, RIGHT(FD_READ) | RIGHT(FD_WRITE)), ISDIR);
  EXPECT(TRY(".", 0, RIGHT(FD_WRITE)), ISDIR);
  EXPECT(TRY("new", CREAT | DIRECTORY, 0), INVAL);
  EXPECT(TRY("file", 16, 0), INVAL);
  EXPECT(path_open(TOP, 0, P("file"), 0, 0, 0, 32, AT(&fd)), INVAL);
  EXPECT(path_symlink(P("file"), TOP, P("link")), OK);
  EXPECT(TRY("link", 0, 0), LOOP);
  EXPECT(path_open(TOP, FOLLOW, P("link"), 0, 0, 0, 0, AT(&fd)), OK);
  EXPECT(path_open(TOP, 0, P("made"), CREAT, 0, 0, 0, END), FAULT);
  EXPECT(TRY("made", 0, 0), NOENT); /* Nothing was done. */
  EXPECT(path_open(77, 0, P("file"), 0, 0, 0, 0, AT(&fd)), BADF);
  EXPECT(path_open(0, 0, P("file"), 0, 0, 0, 0, AT(&fd)), NOTDIR);

  /* A directory passes on what it may pass on, whatever is asked for below it. */
  u32 dir, below;
  EXPECT(path_open(TOP, 0, P("."), DIRECTORY, ALL & ~RIGHT(FD_WRITE), RIGHT(FD_READ), 0, AT(&dir)), OK);
  EXPECT(path_open(dir, 0, P("file"), 0, RIGHT(FD_READ) | RIGHT(FD_SEEK), ALL, 0, AT(&below)), OK);
  EXPECT(fd_fdstat_get(below, AT(&status)), OK);
  EXPECT(status.base, RIGHT(FD_READ));
  EXPECT(path_open(dir, 0, P("file"), 0, RIGHT(FD_WRITE), 0, 0, AT(&below)), NOTCAPABLE);
}
