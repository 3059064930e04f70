/* fd_readdir: fills the buffer to its end; a cookie goes on where it was taken, whatever changed meanwhile.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static u64 status[8];
static char buffer[4096];
static u32 used;
struct entry { u64 next, inode; u32 size; unsigned char type, pad[3]; };
static u32 count(u64 cookie, u64 *second) {
  EXPECT(fd_readdir(TOP, AT(buffer), sizeof buffer, cookie, AT(&used)), OK);
  u32 entries = 0;
  for (u32 at = 0; at < used; entries++) {
    struct entry *e = (struct entry *)(buffer + at);
    if (entries == 1)
      *second = e->next;
    at += sizeof *e + e->size;
  }
  return entries;
}
static void test(void) {
  u64 second, ignored;
  for (char name = 'a'; name < 'k'; name++) {
    u32 fd;
    EXPECT(path_open(TOP, 0, AT(&name), 1, CREAT, 0, 0, 0, AT(&fd)), OK);
    EXPECT(fd_close(fd), OK);
  }
  EXPECT(count(0, &second), 12);
  EXPECT(fd_filestat_get(TOP, AT(status)), OK);
  for (u32 at = 0; at < used;) { /* "." has the number that the directory has. */
    struct entry *e = (struct entry *)(buffer + at);
    if (e->size == 1 && ((char *)(e + 1))[0] == '.')
      EXPECT(e->inode, status[1]);
    at += sizeof *e + e->size;
  }
  u32 rest = count(second, &ignored);
  EXPECT(rest, 10);
  struct entry *next = (struct entry *)buffer;
  char name = ((char *)(next + 1))[0];
  EXPECT(next->type, name == '.' ? 3 : 4);
  if (name != '.') { /* Entries that go do not shift those that stay. */
    EXPECT(path_unlink_file(TOP, AT(&name), 1), OK);
    EXPECT(count(second, &ignored), 9);
  }
  EXPECT(fd_readdir(TOP, AT(buffer), 30, 0, AT(&used)), OK);
  EXPECT(used, 30);
  EXPECT(fd_readdir(TOP, AT(buffer), 0, 0, AT(&used)), OK);
  EXPECT(used, 0);
  EXPECT(fd_readdir(TOP, END - 3, 4, 0, AT(&used)), FAULT);
  EXPECT(fd_readdir(TOP, AT(buffer), 30, 0, END), FAULT);
  EXPECT(fd_readdir(77, AT(buffer), 30, 0, AT(&used)), BADF);
  EXPECT(fd_readdir(OPEN("file", CREAT, FILE_RIGHTS), AT(buffer), 30, 0, AT(&used)), NOTDIR);
}
