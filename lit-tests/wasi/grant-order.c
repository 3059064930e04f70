/* Directories are descriptors from 3 on in the order of the command line, whichever of --dir and --dir-ro grants
   them; then come those of SINTER_DIR and last those of SINTER_DIR_RO.
RUN: rm -rf %t.dir && mkdir -p %t.dir/a %t.dir/b && %checkcc %s -o %t.wasm
RUN: %sinter --dir-ro %t.dir/a::r1 --dir=%t.dir/a::w2 --dir-ro=%t.dir/b::r3 --dir %t.dir/b::w4 %t.wasm -o %t
RUN: env 'SINTER_DIR=%t.dir/a::w5;%t.dir/b::w6' SINTER_DIR_RO=%t.dir/a::r7 %t
RUN: env 'SINTER_DIR=%t.dir/a::w5;%t.dir/b::w6' SINTER_DIR_RO=%t.dir/a::r7 \
RUN:   %sinter run -O0 --dir-ro %t.dir/a::r1 --dir %t.dir/a::w2 --dir-ro %t.dir/b::r3 --dir %t.dir/b::w4 %t.wasm */
#include "check.h"

static void test(void) {
  static const char names[][3] = {"r1", "w2", "r3", "w4", "w5", "w6", "r7"};
  for (u32 i = 0; i < 7; i++) {
    char name[2];
    EXPECT(fd_prestat_dir_name(TOP + i, AT(name), 2), OK);
    EXPECT(same(name, names[i], 2), 1);
    EXPECT(path_create_directory(TOP + i, P("made")), names[i][0] == 'w' ? OK : NOTCAPABLE);
    if (names[i][0] == 'w')
      EXPECT(path_remove_directory(TOP + i, P("made")), OK);
  }
  EXPECT(fd_prestat_get(TOP + 7, AT(names)), BADF);
}
