/* From one file system to another the kernel neither moves nor links: XDEV, which programs answer by copying.
REQUIRES: host, tmpfs
RUN: rm -rf %t.dir && mkdir -p %t.dir/a %t.dir/b && %checkcc %s -o %t.wasm
RUN: %sinter --dir %t.dir/a::/a --dir %t.dir/b::/b %t.wasm -o %t
RUN: unshare -rm sh -c 'mount -t tmpfs none %t.dir/b && %t'
*/
#include "check.h"

enum { XDEV = 75, A = 3, B = 4 };
static u64 first[8], second[8];
static u32 fd;
static void test(void) {
  EXPECT(path_open(A, 0, P("file"), CREAT, FILE_RIGHTS, 0, 0, AT(&fd)), OK);
  EXPECT(path_create_directory(A, P("d")), OK);
  EXPECT(path_rename(A, P("file"), B, P("moved")), XDEV);
  EXPECT(path_rename(A, P("d"), B, P("d")), XDEV);
  EXPECT(path_link(A, 0, P("file"), B, P("linked")), XDEV);
  EXPECT(path_filestat_get(A, 0, P("file"), AT(first)), OK);
  EXPECT(path_filestat_get(B, 0, P("."), AT(second)), OK);
  EXPECT(first[0] != second[0], 1); /* By the device they are told apart. */
  EXPECT(path_filestat_get(B, 0, P("moved"), AT(second)), NOENT);
}
