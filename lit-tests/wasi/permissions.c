/* What permissions refuse, as Linux has it: EACCES, or EPERM where it takes the owner. They bind no root with its powers.
RUN: %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && sh %S/Inputs/permissions.sh %t.dir %t
The same without the kernel's walls, which also refuse by EACCES:
RUN: %sinter -O0 --memory=checked --no-landlock %t.wasm -o %t && sh %S/Inputs/permissions.sh %t.dir %t
*/
#include "check.h"

enum { UNLISTED = 4, OTHERS = 5 };
enum { FD_FILESTAT_SET_TIMES = 23 };
static u32 fd, n;
static u64 status[8];
static char buffer[512];
#define TRY(PATH, FLAGS, RIGHTS) path_open(TOP, FOLLOW, P(PATH), FLAGS, RIGHTS, ALL, 0, AT(&fd))
static const u64 reads = RIGHT(FD_READ), writes = RIGHT(FD_WRITE);

static void files(void) {
  EXPECT(TRY("none", 0, 0), ACCES); /* It is opened for reading then. */
  EXPECT(TRY("none", 0, reads), ACCES);
  EXPECT(TRY("none", 0, writes), ACCES);
  EXPECT(TRY("none", 0, reads | writes), ACCES);
  EXPECT(TRY("none", TRUNC, reads), ACCES);
  EXPECT(TRY("none", CREAT, writes), ACCES);
  EXPECT(TRY("none", CREAT | EXCL, writes), EXIST);
  EXPECT(TRY("link", 0, reads), ACCES);
  EXPECT(TRY("reads", 0, reads), OK);
  EXPECT(TRY("reads", 0, writes), ACCES);
  EXPECT(TRY("reads", 0, reads | RIGHT(FD_ALLOCATE)), ACCES);
  EXPECT(TRY("reads", TRUNC, reads), ACCES);
  EXPECT(path_filestat_get(TOP, 0, P("reads"), AT(status)), OK);
  EXPECT(status[4], 5);
  EXPECT(TRY("writes", 0, writes), OK);
  EXPECT(TRY("writes", 0, reads), ACCES);
  EXPECT(TRY("writes", 0, reads | writes), ACCES);
  /* What is said of a file is its directory's business, */
  EXPECT(path_filestat_get(TOP, FOLLOW, P("link"), AT(status)), OK);
  EXPECT(path_link(TOP, 0, P("none"), TOP, P("linked")), OK);
  EXPECT(path_rename(TOP, P("linked"), TOP, P("moved")), OK);
  EXPECT(path_unlink_file(TOP, P("moved")), OK);
  EXPECT(path_filestat_set_times(TOP, 0, P("none"), 1000, 1000, 5), OK); /* or its owner's. */
}

/* Every call on a name in it. Where nothing can be looked up, it makes no difference whether that is there. */
static void hidden(u32 dir, u32 path, u32 size) {
  EXPECT(path_open(dir, 0, path, size, 0, reads, 0, 0, AT(&fd)), ACCES);
  EXPECT(path_open(dir, FOLLOW, path, size, CREAT, writes, 0, 0, AT(&fd)), ACCES);
  EXPECT(path_open(dir, 0, path, size, CREAT | EXCL, writes, 0, 0, AT(&fd)), ACCES);
  EXPECT(path_create_directory(dir, path, size), ACCES);
  EXPECT(path_remove_directory(dir, path, size), ACCES);
  EXPECT(path_unlink_file(dir, path, size), ACCES);
  EXPECT(path_filestat_get(dir, 0, path, size, AT(status)), ACCES);
  EXPECT(path_filestat_get(dir, FOLLOW, path, size, AT(status)), ACCES);
  EXPECT(path_filestat_set_times(dir, 0, path, size, 0, 0, 10), ACCES);
  EXPECT(path_filestat_set_times(dir, FOLLOW, path, size, 0, 0, 10), ACCES);
  EXPECT(path_readlink(dir, path, size, AT(buffer), 8, AT(&n)), ACCES);
  EXPECT(path_symlink(P("x"), dir, path, size), ACCES);
  EXPECT(path_link(dir, 0, path, size, TOP, P("new")), ACCES);
  EXPECT(path_link(dir, FOLLOW, path, size, TOP, P("new")), ACCES);
  EXPECT(path_link(TOP, 0, P("none"), dir, path, size), ACCES);
  EXPECT(path_rename(dir, path, size, TOP, P("new")), ACCES);
  EXPECT(path_rename(TOP, P("no-r"), dir, path, size), ACCES);
}

static void withoutSearching(void) {
  hidden(TOP, P("no-x/file"));
  hidden(TOP, P("no-x/dir"));
  hidden(TOP, P("no-x/dir/"));
  hidden(TOP, P("no-x/link"));
  hidden(TOP, P("no-x/missing"));
  hidden(TOP, P("no-x/missing/"));
  hidden(TOP, P("no-x/dir/below"));
  hidden(TOP, P("closed/missing"));
  EXPECT(TRY("no-x/../reads", 0, reads), ACCES);
  EXPECT(path_symlink(P("no-x/file"), TOP, P("into")), OK);
  EXPECT(path_filestat_get(TOP, FOLLOW, P("into"), AT(status)), ACCES);
  EXPECT(TRY("into", 0, reads), ACCES);
  EXPECT(TRY("closed", DIRECTORY, 0), ACCES);
  u32 dir = OPEN("no-x", DIRECTORY, 0); /* It can be listed. */
  hidden(dir, P("file"));
  hidden(dir, P("missing"));
  EXPECT(fd_readdir(dir, AT(buffer), sizeof buffer, 0, AT(&n)), OK);
  EXPECT(n, 5 * 24 + 3 + 4 + 3 + 4); /* ".", "..", "file", "dir", "link" */
}

static void withoutWriting(void) {
  EXPECT(TRY("no-w/new", CREAT, writes), ACCES);
  EXPECT(TRY("no-w/file", CREAT, reads), OK);
  EXPECT(TRY("no-w/file", 0, writes), OK);
  EXPECT(path_create_directory(TOP, P("no-w/new")), ACCES);
  EXPECT(path_create_directory(TOP, P("no-w/dir")), EXIST);
  EXPECT(path_create_directory(TOP, P("no-w/dir/new")), OK);
  EXPECT(path_remove_directory(TOP, P("no-w/dir/new")), OK);
  EXPECT(path_remove_directory(TOP, P("no-w/dir")), ACCES);
  EXPECT(path_remove_directory(TOP, P("no-w/missing")), NOENT);
  EXPECT(path_unlink_file(TOP, P("no-w/file")), ACCES);
  EXPECT(path_unlink_file(TOP, P("no-w/dir")), ACCES);
  EXPECT(path_unlink_file(TOP, P("no-w/missing")), NOENT);
  EXPECT(path_symlink(P("x"), TOP, P("no-w/new")), ACCES);
  EXPECT(path_symlink(P("x"), TOP, P("no-w/file")), EXIST);
  EXPECT(path_link(TOP, 0, P("reads"), TOP, P("no-w/new")), ACCES);
  EXPECT(path_link(TOP, 0, P("reads"), TOP, P("no-w/file")), EXIST);
  EXPECT(path_link(TOP, 0, P("no-w/file"), TOP, P("linked")), OK);
  EXPECT(path_rename(TOP, P("linked"), TOP, P("no-w/new")), ACCES);
  EXPECT(path_rename(TOP, P("no-w/file"), TOP, P("new")), ACCES);
  EXPECT(path_rename(TOP, P("no-w/file"), TOP, P("no-w/new")), ACCES);
  EXPECT(path_rename(TOP, P("no-w/missing"), TOP, P("new")), NOENT);
  EXPECT(path_rename(TOP, P("no-w"), TOP, P("no-r/moved")), ACCES); /* Its ".." would change. */
  EXPECT(path_rename(TOP, P("no-w"), TOP, P("renamed")), OK);
  EXPECT(path_filestat_get(TOP, 0, P("renamed/file"), AT(status)), OK);
  EXPECT(path_readlink(TOP, P("renamed/link"), AT(buffer), 8, AT(&n)), OK);
  EXPECT(path_filestat_set_times(TOP, 0, P("renamed/file"), 0, 0, 10), OK);
}

static void withoutListing(void) {
  EXPECT(TRY("no-r", DIRECTORY, RIGHT(14)), ACCES);
  EXPECT(TRY("no-r/file", 0, reads), OK);
  EXPECT(TRY("no-r/new", CREAT, writes), OK);
  EXPECT(path_unlink_file(TOP, P("no-r/new")), OK);
  EXPECT(path_readlink(TOP, P("no-r/link"), AT(buffer), 8, AT(&n)), OK);
  /* One that was granted can be passed through. */
  EXPECT(fd_readdir(UNLISTED, AT(buffer), sizeof buffer, 0, AT(&n)), ACCES);
  EXPECT(path_open(UNLISTED, 0, P("."), DIRECTORY, 0, 0, 0, AT(&fd)), ACCES);
  EXPECT(path_open(UNLISTED, 0, P("file"), 0, reads, 0, 0, AT(&fd)), OK);
}

/* Another's files: one that everybody may write, one that everybody may read, and one in a directory like /tmp. */
static void others(volatile char **names, u32 count) {
  u32 size[4] = {0};
  for (u32 i = 1; i < count; i++)
    while (names[i][size[i]])
      size[i]++;
#define OF_OTHERS(I) OTHERS, 0, AT(names[I]), size[I]
  EXPECT(path_filestat_set_times(OF_OTHERS(1), 1000, 1000, 5), PERM);
  EXPECT(path_filestat_set_times(OF_OTHERS(1), 0, 1000, 6), PERM); /* Only one of them is the time it is. */
  EXPECT(path_filestat_set_times(OF_OTHERS(1), 0, 0, 10), OK);
  EXPECT(path_filestat_set_times(OF_OTHERS(2), 1000, 1000, 5), PERM);
  EXPECT(path_filestat_set_times(OF_OTHERS(2), 0, 0, 10), ACCES);
  EXPECT(path_open(OF_OTHERS(2), TRUNC, reads, 0, 0, AT(&fd)), ACCES);
  EXPECT(path_open(OF_OTHERS(2), 0, reads | RIGHT(FD_FILESTAT_SET_TIMES), 0, 0, AT(&fd)), OK);
  EXPECT(fd_filestat_set_times(fd, 1000, 1000, 5), PERM);
  EXPECT(fd_filestat_set_times(fd, 0, 0, 10), ACCES);
  if (count > 3) {
    EXPECT(path_unlink_file(OTHERS, AT(names[3]), size[3]), PERM);
    EXPECT(path_rename(OTHERS, AT(names[3]), size[3], TOP, P("new")), PERM);
  }
}

static void test(void) {
  static volatile char *names[4];
  static char text[4096];
  u32 count;
  EXPECT(args_sizes_get(AT(&count), AT(&n)), OK);
  EXPECT(args_get(AT(names), AT(text)), OK);
  files();
  withoutSearching();
  withoutWriting();
  withoutListing();
  others(names, count);
}
