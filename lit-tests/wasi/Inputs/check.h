/* What the tests of single calls share: the calls of WASI preview 1 as they are imported, with addresses and
   sizes as plain numbers so that wrong ones can be passed, and EXPECT, which says what a call returned instead.
   There is no C library below it: a test's first descriptor of its own is the 4th, after one directory. */
#include <stdint.h>

typedef uint32_t u32;
typedef uint64_t u64;
#define CALL(NAME, ...)                                                                            \
  __attribute__((import_module("wasi_snapshot_preview1"), import_name(#NAME))) u32 NAME(__VA_ARGS__);
CALL(args_get, u32, u32)
CALL(args_sizes_get, u32, u32)
CALL(environ_get, u32, u32)
CALL(environ_sizes_get, u32, u32)
CALL(clock_res_get, u32, u32)
CALL(clock_time_get, u32, u64, u32)
CALL(random_get, u32, u32)
CALL(sched_yield, void)
CALL(proc_raise, u32)
CALL(poll_oneoff, u32, u32, u32, u32)
CALL(fd_advise, u32, u64, u64, u32)
CALL(fd_allocate, u32, u64, u64)
CALL(fd_close, u32)
CALL(fd_datasync, u32)
CALL(fd_fdstat_get, u32, u32)
CALL(fd_fdstat_set_flags, u32, u32)
CALL(fd_fdstat_set_rights, u32, u64, u64)
CALL(fd_filestat_get, u32, u32)
CALL(fd_filestat_set_size, u32, u64)
CALL(fd_filestat_set_times, u32, u64, u64, u32)
CALL(fd_pread, u32, u32, u32, u64, u32)
CALL(fd_prestat_dir_name, u32, u32, u32)
CALL(fd_prestat_get, u32, u32)
CALL(fd_pwrite, u32, u32, u32, u64, u32)
CALL(fd_read, u32, u32, u32, u32)
CALL(fd_readdir, u32, u32, u32, u64, u32)
CALL(fd_renumber, u32, u32)
CALL(fd_seek, u32, u64, u32, u32)
CALL(fd_sync, u32)
CALL(fd_tell, u32, u32)
CALL(fd_write, u32, u32, u32, u32)
CALL(path_create_directory, u32, u32, u32)
CALL(path_filestat_get, u32, u32, u32, u32, u32)
CALL(path_filestat_set_times, u32, u32, u32, u32, u64, u64, u32)
CALL(path_link, u32, u32, u32, u32, u32, u32, u32)
CALL(path_open, u32, u32, u32, u32, u32, u64, u64, u32, u32)
CALL(path_readlink, u32, u32, u32, u32, u32, u32)
CALL(path_remove_directory, u32, u32, u32)
CALL(path_rename, u32, u32, u32, u32, u32, u32)
CALL(path_symlink, u32, u32, u32, u32, u32)
CALL(path_unlink_file, u32, u32, u32)
CALL(sock_accept, u32, u32, u32)
CALL(sock_recv, u32, u32, u32, u32, u32, u32)
CALL(sock_send, u32, u32, u32, u32, u32)
CALL(sock_shutdown, u32, u32)
__attribute__((import_module("wasi_snapshot_preview1"), import_name("proc_exit"), noreturn)) void
proc_exit(u32);

enum {
  OK = 0, ACCES = 2, AGAIN = 6, BADF = 8, EXIST = 20, FAULT = 21, INVAL = 28, ISDIR = 31, LOOP = 32,
  NAMETOOLONG = 37, NOENT = 44, NOTCONN = 53, NOTDIR = 54, NOTEMPTY = 55, NOTSOCK = 57,
  NOTSUP = 58, PERM = 63, PIPE = 64, SPIPE = 70, NOTCAPABLE = 76
};
enum { CREAT = 1, DIRECTORY = 2, EXCL = 4, TRUNC = 8, APPEND = 1, NONBLOCK = 4, FOLLOW = 1 };
#define RIGHT(N) ((u64)1 << (N))
enum { FD_READ = 1, FD_SEEK = 2, FD_TELL = 5, FD_WRITE = 6, FD_ALLOCATE = 8 };
#define ALL (RIGHT(30) - 1)
/* What a file can be asked for: everything but the rights of directories and sockets. */
#define FILE_RIGHTS                                                                                \
  (RIGHT(0) | RIGHT(1) | RIGHT(2) | RIGHT(3) | RIGHT(4) | RIGHT(5) | RIGHT(6) | RIGHT(7) |         \
   RIGHT(8) | RIGHT(21) | RIGHT(22) | RIGHT(23) | RIGHT(27))
#define AT(P) ((u32)(uintptr_t)(P))
/* A path as two arguments. */
#define P(TEXT) AT(TEXT), sizeof(TEXT) - 1
/* The first address behind the memory. */
#define END ((u32)__builtin_wasm_memory_size(0) * 65536)
enum { TOP = 3 };

struct iovec { u32 base, size; };

static u32 failures;
static void say(const char *text, u32 size) {
  struct iovec v = {AT(text), size};
  u32 n;
  fd_write(2, AT(&v), 1, AT(&n));
}
static void sayNumber(u64 value) {
  char digits[20];
  u32 at = sizeof digits;
  do
    digits[--at] = '0' + value % 10;
  while (value /= 10);
  say(digits + at, sizeof digits - at);
}
static void expect(u64 actual, u64 expected, u32 line, const char *text, u32 size) {
  if (actual == expected)
    return;
  failures++;
  say("line ", 5), sayNumber(line), say(": ", 2), say(text, size), say(" is ", 4);
  sayNumber(actual), say(", not ", 6), sayNumber(expected), say("\n", 1);
}
#define EXPECT(ACTUAL, EXPECTED)                                                                   \
  expect((ACTUAL), (EXPECTED), __LINE__, #ACTUAL, sizeof(#ACTUAL) - 1)

void *memset(void *to, int byte, unsigned long size) {
  for (unsigned long i = 0; i < size; i++)
    ((volatile char *)to)[i] = (char)byte;
  return to;
}
static int same(const void *a, const void *b, u32 size) {
  for (u32 i = 0; i < size; i++)
    if (((const char *)a)[i] != ((const char *)b)[i])
      return 0;
  return 1;
}

/* Opens or makes a file in the granted directory. */
#define OPEN(PATH, FLAGS, RIGHTS) openFile(P(PATH), FLAGS, RIGHTS, __LINE__)
static u32 openFile(u32 path, u32 size, u32 flags, u64 rights, u32 line) {
  u32 fd = ~0u;
  expect(path_open(TOP, FOLLOW, path, size, flags, rights, ALL, 0, AT(&fd)), OK, line, "path_open", 9);
  return fd;
}
static u32 writeText(u32 fd, const char *text, u32 size) {
  struct iovec v = {AT(text), size};
  u32 n = 0;
  return fd_write(fd, AT(&v), 1, AT(&n)) == OK ? n : ~0u;
}

#ifndef REACTOR
static void test(void);
__attribute__((export_name("_start"))) void _start(void) {
  test();
  proc_exit(failures != 0);
}
#endif
