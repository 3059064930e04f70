/* Pointers that overlap: what goes in is read before what comes out is written, and nothing outside is touched.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t one two
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t one two
*/
#include "check.h"

static u32 words[64], fd;
#define IN(INDEX) AT(words + (INDEX))
static void text(u32 index, const char *bytes, u32 size) {
  for (u32 i = 0; i < size; i++)
    ((char *)(words + index))[i] = bytes[i];
}
static void test(void) {
  /* Where a descriptor comes out is the path that it was opened by. */
  text(0, "file", 4);
  EXPECT(path_open(TOP, 0, IN(0), 4, CREAT, FILE_RIGHTS, 0, 0, IN(0)), OK);
  fd = words[0];
  EXPECT(fd, TOP + 1);
  /* The count over the list; the list in what is written. */
  words[0] = IN(0), words[1] = 16, words[2] = 5, words[3] = 6;
  EXPECT(fd_write(fd, IN(0), 1, IN(0)), OK);
  EXPECT(words[0], 16);
  EXPECT(words[1], 16);
  EXPECT(fd_pread(fd, IN(0), 0, 0, IN(1)), OK);
  EXPECT(words[1], 0);
  /* The list in what is read, and the count behind it. */
  words[8] = IN(4), words[9] = 16, words[4] = 0;
  EXPECT(fd_pread(fd, IN(8), 1, 0, IN(8)), OK);
  EXPECT(words[4], IN(0));
  EXPECT(words[7], 6);
  EXPECT(words[8], 16);
  words[8] = IN(8), words[9] = 16, words[10] = IN(0), words[11] = 8; /* Two buffers over their list. */
  EXPECT(fd_pread(fd, IN(8), 2, 0, IN(20)), OK);
  EXPECT(words[20], 16);
  EXPECT(words[9], 16);
  EXPECT(words[11], 6);
  words[0] = IN(2), words[1] = 4, words[2] = 7; /* The same bytes twice. */
  words[2] = IN(2), words[3] = 4;
  EXPECT(fd_pwrite(fd, IN(0), 2, 100, IN(2)), OK);
  EXPECT(words[2], 8);
  /* A link's target over its name, and the length over both. */
  EXPECT(path_symlink(P("target"), TOP, P("link")), OK);
  text(0, "link", 4);
  EXPECT(path_readlink(TOP, IN(0), 4, IN(0), 6, IN(8)), OK);
  EXPECT(same(words, "target", 6), 1);
  text(0, "link", 4);
  EXPECT(path_readlink(TOP, IN(0), 4, IN(0), 6, IN(0)), OK);
  EXPECT(words[0], 6);
  /* One path as two, and a status over its path. */
  text(0, "file", 4);
  EXPECT(path_rename(TOP, IN(0), 4, TOP, IN(0), 4), OK);
  EXPECT(path_link(TOP, 0, IN(0), 4, TOP, IN(0), 3), OK);
  EXPECT(path_filestat_get(TOP, 0, IN(0), 4, IN(0)), OK);
  EXPECT(words[6], 2);
  /* Sizes and counts at one place: one of them. */
  EXPECT(args_sizes_get(IN(0), IN(0)), OK);
  EXPECT(words[0] == 3 || words[0] > 8, 1);
  EXPECT(args_sizes_get(IN(0), IN(1)), OK);
  u32 size = words[1];
  words[40] = 12345;
  EXPECT(args_get(IN(0), IN(0)), OK); /* Whatever comes of it, inside. */
  EXPECT(words[40], 12345);
  EXPECT(args_get(END - 12, END - size), OK);
  EXPECT(fd_readdir(TOP, IN(0), 160, 0, IN(0)), OK);
  EXPECT(words[0] > 24, 1);
  EXPECT(words[40], 12345);
  words[50] = words[52] = ~0u;
  EXPECT(fd_seek(fd, 3, 0, IN(50) + 3), OK); /* Eight bytes, wherever they are. */
  EXPECT(words[50], 0x03ffffff);
  EXPECT(words[52], 0xff000000);
}
