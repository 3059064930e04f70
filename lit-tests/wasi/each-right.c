/* Every right that witx names is asked for by the calls that it names, and by them alone: a descriptor that lacks only
   this one is refused with ENOTCAPABLE before anything is done, and one that has only this one is not.
RUN: rm -rf %t.dir && mkdir %t.dir && %checkcc %s -o %t.wasm
RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
RUN: rm -rf %t.dir && mkdir %t.dir
RUN: %sinter -O0 --memory=checked %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t
*/
#include "check.h"

static struct iovec one;
static u64 status[8];
static u32 n;
enum { OPENS = 13, LISTS = 14 };

/* Opens "file" or the directory once more, with these rights. */
static u32 with(u32 isDirectory, u64 rights) {
  u32 fd = isDirectory ? OPEN(".", DIRECTORY, 0) : OPEN("file", 0, FILE_RIGHTS);
  EXPECT(fd_fdstat_set_rights(fd, rights, ALL & (isDirectory ? ~(u64)0 : FILE_RIGHTS)), OK);
  return fd;
}
static u32 pollIt(u32 fd) {
  struct { u64 user, type, fd, unused[3]; } in = {1, 1, fd, {0}};
  struct { u64 user; unsigned short error, type; u32 pad; u64 rest[2]; } out;
  EXPECT(poll_oneoff(AT(&in), AT(&out), 1, AT(&n)), OK);
  return out.error;
}
/* A call that needs just these rights. */
#define FILE_CALL(CALL, NEEDS)                                                                     \
  fd = with(0, NEEDS), EXPECT(CALL, OK), fd_close(fd);                                             \
  fd = with(0, FILE_RIGHTS & ~(NEEDS)), EXPECT(CALL, NOTCAPABLE), fd_close(fd)
#define DIRECTORY_CALL(CALL, NEEDS)                                                                \
  for (u32 bit = 0; bit < 30; bit++)                                                               \
    if ((NEEDS) & RIGHT(bit))                                                                      \
      fd = with(1, own & ~RIGHT(bit)), EXPECT(CALL, NOTCAPABLE), fd_close(fd);                     \
  fd = with(1, NEEDS), EXPECT(CALL, OK), fd_close(fd)
static void test(void) {
  u32 fd = OPEN("file", CREAT, FILE_RIGHTS), made;
  EXPECT(writeText(fd, "content", 7), 7);
  EXPECT(path_symlink(P("file"), TOP, P("link")), OK);
  EXPECT(fd_fdstat_get(TOP, AT(status)), OK);
  u64 own = status[1];
  one = (struct iovec){AT(status), 1};

  FILE_CALL(fd_datasync(fd), RIGHT(0));
  FILE_CALL(fd_read(fd, AT(&one), 1, AT(&n)), RIGHT(1));
  FILE_CALL(fd_pread(fd, AT(&one), 1, 0, AT(&n)), RIGHT(1) | RIGHT(2));
  FILE_CALL(fd_seek(fd, 1, 0, AT(status)), RIGHT(2));
  FILE_CALL(fd_fdstat_set_flags(fd, 0), RIGHT(3));
  FILE_CALL(fd_sync(fd), RIGHT(4));
  fd = with(0, RIGHT(5)), EXPECT(fd_tell(fd, AT(status)), OK); /* The right to seek implies it. */
  EXPECT(fd_seek(fd, 0, 1, AT(status)), OK), fd_close(fd);
  fd = with(0, FILE_RIGHTS & ~(RIGHT(2) | RIGHT(5))), EXPECT(fd_tell(fd, AT(status)), NOTCAPABLE);
  EXPECT(fd_seek(fd, 0, 1, AT(status)), NOTCAPABLE), fd_close(fd);
  FILE_CALL(fd_write(fd, AT(&one), 1, AT(&n)), RIGHT(6));
  FILE_CALL(fd_pwrite(fd, AT(&one), 1, 0, AT(&n)), RIGHT(6) | RIGHT(2));
  FILE_CALL(fd_advise(fd, 0, 0, 0), RIGHT(7));
  FILE_CALL(fd_allocate(fd, 0, 1), RIGHT(8));
  FILE_CALL(fd_filestat_get(fd, AT(status)), RIGHT(21));
  FILE_CALL(fd_filestat_set_size(fd, 7), RIGHT(22));
  FILE_CALL(fd_filestat_set_times(fd, 0, 0, 10), RIGHT(23));
  FILE_CALL(pollIt(fd), RIGHT(27));

  DIRECTORY_CALL(path_create_directory(fd, P("d")), RIGHT(9));
  DIRECTORY_CALL(path_remove_directory(fd, P("d")), RIGHT(25));
  DIRECTORY_CALL(path_open(fd, 0, P("made"), CREAT, 0, 0, 0, AT(&made)), RIGHT(10) | RIGHT(OPENS));
  DIRECTORY_CALL(path_open(fd, 0, P("made"), TRUNC, 0, 0, 0, AT(&made)), RIGHT(19) | RIGHT(OPENS));
  DIRECTORY_CALL(path_open(fd, 0, P("made"), 0, 0, 0, 0, AT(&made)), RIGHT(OPENS));
  DIRECTORY_CALL(path_link(fd, 0, P("made"), fd, P("hard")), RIGHT(11) | RIGHT(12));
  DIRECTORY_CALL(fd_readdir(fd, AT(status), 8, 0, AT(&n)), RIGHT(LISTS));
  DIRECTORY_CALL(path_readlink(fd, P("link"), AT(status), 8, AT(&n)), RIGHT(15));
  DIRECTORY_CALL(path_rename(fd, P("hard"), fd, P("soft")), RIGHT(16) | RIGHT(17));
  DIRECTORY_CALL(path_filestat_get(fd, 0, P("soft"), AT(status)), RIGHT(18));
  DIRECTORY_CALL(path_filestat_set_times(fd, 0, P("soft"), 0, 0, 10), RIGHT(20));
  DIRECTORY_CALL(path_symlink(P("x"), fd, P("another")), RIGHT(24));
  DIRECTORY_CALL(path_unlink_file(fd, P("another")), RIGHT(26));
  DIRECTORY_CALL(fd_filestat_get(fd, AT(status)), RIGHT(21));
  DIRECTORY_CALL(fd_filestat_set_times(fd, 0, 0, 10), RIGHT(23));
}
