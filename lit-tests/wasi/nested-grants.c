/* Grants inside grants: each has its own rights, whatever the other one has; ".." leads from none into another.
RUN: rm -rf %t.dir && mkdir -p %t.dir/in/deep && echo content > %t.dir/in/file && echo outer > %t.dir/outer && %checkcc %s -o %t.wasm
RUN: %sinter --dir-ro %t.dir::/ --dir %t.dir/in::/in --dir-ro %t.dir/in/deep::/in/deep %t.wasm -o %t && %t
RUN: %sinter -O0 --no-landlock --dir-ro %t.dir::/ --dir %t.dir/in::/in --dir-ro %t.dir/in/deep::/in/deep %t.wasm -o %t && %t
RUN: ls %t.dir %t.dir/in %t.dir/in/deep | FileCheck %s
CHECK: {{^in$}}
CHECK-NEXT: {{^outer$}}
CHECK-EMPTY:
CHECK-NEXT: in:
CHECK-NEXT: deep
CHECK-NEXT: file
CHECK-EMPTY:
CHECK-NEXT: deep:
CHECK-NOT: {{.}}
*/
#include "check.h"

enum { OUTER = 3, IN = 4, DEEP = 5 };
static u32 fd;
static void test(void) {
  u64 writing = RIGHT(FD_READ) | RIGHT(FD_WRITE);
  EXPECT(path_open(OUTER, 0, P("in/file"), 0, writing, 0, 0, AT(&fd)), NOTCAPABLE);
  EXPECT(path_open(OUTER, 0, P("in"), DIRECTORY, 0, ALL, 0, AT(&fd)), OK);
  EXPECT(path_create_directory(fd, P("made")), NOTCAPABLE);
  EXPECT(path_open(fd, 0, P("file"), 0, writing, 0, 0, AT(&fd)), NOTCAPABLE);
  EXPECT(path_open(IN, 0, P("file"), 0, writing, 0, 0, AT(&fd)), OK);
  EXPECT(path_open(IN, 0, P("../outer"), 0, RIGHT(FD_READ), 0, 0, AT(&fd)), PERM);
  EXPECT(path_open(IN, 0, P("../in/file"), 0, RIGHT(FD_READ), 0, 0, AT(&fd)), PERM);
  EXPECT(path_open(DEEP, 0, P(".."), DIRECTORY, 0, 0, 0, AT(&fd)), PERM);
  EXPECT(path_create_directory(DEEP, P("made")), NOTCAPABLE);
  EXPECT(path_rename(IN, P("file"), OUTER, P("file")), NOTCAPABLE);
  EXPECT(path_rename(OUTER, P("outer"), IN, P("outer")), NOTCAPABLE);
  EXPECT(path_rename(IN, P("file"), DEEP, P("file")), NOTCAPABLE);
  EXPECT(path_link(OUTER, 0, P("in/file"), IN, P("second")), NOTCAPABLE);
  /* What lies below a grant that may be changed can be, by its name there. */
  EXPECT(path_create_directory(IN, P("deep/made")), OK);
  EXPECT(path_remove_directory(IN, P("deep/made")), OK);
  /* Its rights go where a descriptor goes. */
  EXPECT(fd_renumber(OUTER, IN), OK);
  EXPECT(path_create_directory(IN, P("made")), NOTCAPABLE);
  EXPECT(path_create_directory(OUTER, P("made")), BADF);
}
