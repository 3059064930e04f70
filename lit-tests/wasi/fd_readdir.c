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
struct entry {
  u64 next, inode;
  u32 size;
  unsigned char type, pad[3];
};
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
/* What is read ahead: many entries, a few of them at a time, by two readers in turn. */
enum { Many = 2000 };
#define LIST (ALL & ~RIGHT(FD_WRITE)) /* A directory is not written to. */
static unsigned char seen[2][Many];
static char piece[2][128];
static u64 cookies[2];
static u32 step(int reader, u32 fd) {
  EXPECT(fd_readdir(fd, AT(piece[reader]), sizeof piece[0], cookies[reader], AT(&used)), OK);
  u32 whole = 0;
  for (u32 at = 0; at + sizeof(struct entry) <= used;) {
    struct entry *e = (struct entry *)(piece[reader] + at);
    char *name = (char *)(e + 1);
    at += sizeof *e + e->size;
    if (at > used)
      break; /* Cut off; the next call begins with it. */
    cookies[reader] = e->next;
    whole++;
    if (e->size == 5) {
      u32 number = 0;
      for (int i = 1; i < 5; i++)
        number = number * 10 + (u32)(name[i] - '0');
      seen[reader][number]++;
    }
  }
  return whole;
}
static void name(char *text, u32 number) {
  text[0] = 'm';
  for (int i = 4; i > 0; i--, number /= 10)
    text[i] = (char)('0' + number % 10);
}
static void readAhead(void) {
  u32 fds[2], file;
  char text[5];
  EXPECT(path_create_directory(TOP, P("many")), OK);
  for (int i = 0; i < 2; i++)
    EXPECT(path_open(TOP, 0, P("many"), DIRECTORY, LIST, ALL, 0, AT(&fds[i])), OK);
  for (u32 i = 0; i < Many; i++) {
    name(text, i);
    EXPECT(path_open(fds[0], 0, AT(text), 5, CREAT, 0, 0, 0, AT(&file)), OK);
    EXPECT(fd_close(file), OK);
  }
  for (u32 more = 1; more;) /* The first reads twice as fast. */
    more = step(0, fds[0]) | step(0, fds[0]) | step(1, fds[1]);
  while (step(1, fds[1]))
    ;
  for (int reader = 0; reader < 2; reader++)
    for (u32 i = 0; i < Many; i++)
      EXPECT(seen[reader][i], 1);
  /* The end is not remembered: what is new is in a listing from the beginning. */
  name(text, 0);
  EXPECT(path_unlink_file(fds[0], AT(text), 5), OK);
  cookies[0] = 0;
  while (step(0, fds[0]))
    ;
  EXPECT(seen[0][0], 1);
  EXPECT(seen[0][1], 2);
  /* A number that another directory has now is another reader's. */
  cookies[0] = cookies[1] = 0;
  EXPECT(step(0, fds[0]) != 0, 1);
  EXPECT(fd_close(fds[0]), OK);
  EXPECT(path_create_directory(TOP, P("empty")), OK);
  EXPECT(path_open(TOP, 0, P("empty"), DIRECTORY, LIST, ALL, 0, AT(&file)), OK);
  EXPECT(file, fds[0]);
  EXPECT(fd_readdir(file, AT(piece[0]), sizeof piece[0], cookies[0], AT(&used)), OK);
  for (u32 at = 0; at + sizeof(struct entry) <= used;) { /* At most "." and "..". */
    struct entry *e = (struct entry *)(piece[0] + at);
    at += sizeof *e + e->size;
    EXPECT(e->size < 3, 1);
  }
  /* One that is renumbered goes on. */
  cookies[1] = 0;
  EXPECT(step(1, fds[1]) != 0, 1);
  EXPECT(fd_renumber(fds[1], file), OK);
  while (step(1, file))
    ;
  for (u32 i = 1; i < Many; i++)
    EXPECT(seen[1][i], 2);
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
  EXPECT(fd_readdir(TOP, AT(buffer), 30, ~(u64)0, AT(&used)), INVAL); /* No cookie. */
  EXPECT(fd_readdir(TOP, END - 3, 4, 0, AT(&used)), FAULT);
  EXPECT(fd_readdir(TOP, AT(buffer), 30, 0, END), FAULT);
  EXPECT(fd_readdir(77, AT(buffer), 30, 0, AT(&used)), BADF);
  EXPECT(fd_readdir(OPEN("file", CREAT, FILE_RIGHTS), AT(buffer), 30, 0, AT(&used)), NOTDIR);
  readAhead();
}
