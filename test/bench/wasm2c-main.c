// As much of WASI as the benchmarks call, for the C that wasm2c writes, and a main(). Compiled with
// -DHEADER="..." -DNAME=module. Everything else that a program imports but does not need
// to succeed returns ENOSYS.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include HEADER

#define JOIN(A, B, C) A##B##C
#define EXPAND(A, B, C) JOIN(A, B, C)
#define EXPORTED(SUFFIX) EXPAND(Z_, NAME, SUFFIX)
#define WASI(FUNCTION) Z_wasi_snapshot_preview1Z_##FUNCTION
#define SELF struct Z_wasi_snapshot_preview1_instance_t *self

enum { Success = 0, BadFile = 8, NotSupported = 52 };

static EXPORTED(_instance_t) instance;
static int argumentCount;
static char **arguments;
static unsigned char *at(u32 address) { return EXPORTED(Z_memory)(&instance)->data + address; }
static u32 load(u32 address) {
  u32 value;
  memcpy(&value, at(address), 4);
  return value;
}
static u32 store(u32 address, u32 value) {
  memcpy(at(address), &value, 4);
  return Success;
}
static u32 store64(u32 address, u64 value) {
  memcpy(at(address), &value, 8);
  return Success;
}

static u32 transfer(int write, u32 file, u32 vectors, u32 count, u32 result) {
  u32 total = 0;
  for (u32 i = 0; i < count; i++) {
    u32 size = load(vectors + 8 * i + 4);
    void *data = at(load(vectors + 8 * i));
    for (u32 done = 0; done < size;) {
      ssize_t now = write ? (ssize_t)fwrite((char *)data + done, 1, size - done, file == 2 ? stderr : stdout)
                          : read((int)file, (char *)data + done, size - done);
      if (now <= 0)
        return store(result, total);
      done += (u32)now;
      total += (u32)now;
      if (!write)
        return store(result, total);
    }
  }
  return store(result, total);
}
u32 WASI(fd_write)(SELF, u32 file, u32 vectors, u32 count, u32 result) {
  return transfer(1, file, vectors, count, result);
}
u32 WASI(fd_read)(SELF, u32 file, u32 vectors, u32 count, u32 result) {
  return transfer(0, file, vectors, count, result);
}
void WASI(proc_exit)(SELF, u32 status) { exit((int)status); }
u32 WASI(fd_fdstat_get)(SELF, u32 file, u32 result) {
  if (file > 2)
    return BadFile;
  memset(at(result), 0, 24);
  *at(result) = 4; // a regular file: buffered, and not a terminal
  store64(result + 8, ~0ull);
  return store64(result + 16, ~0ull);
}
u32 WASI(fd_prestat_get)(SELF, u32 file, u32 result) { return BadFile; }
u32 WASI(args_sizes_get)(SELF, u32 count, u32 size) {
  u32 bytes = 0;
  for (int i = 0; i < argumentCount; i++)
    bytes += (u32)strlen(arguments[i]) + 1;
  store(count, (u32)argumentCount);
  return store(size, bytes);
}
u32 WASI(args_get)(SELF, u32 vector, u32 text) {
  for (int i = 0; i < argumentCount; i++) {
    u32 size = (u32)strlen(arguments[i]) + 1;
    memcpy(at(text), arguments[i], size);
    store(vector + 4 * (u32)i, text);
    text += size;
  }
  return Success;
}
u32 WASI(environ_sizes_get)(SELF, u32 count, u32 size) {
  store(count, 0);
  return store(size, 0);
}
u32 WASI(environ_get)(SELF, u32 vector, u32 text) { return Success; }
u32 WASI(clock_time_get)(SELF, u32 clock, u64 precision, u32 result) {
  struct timespec now;
  clock_gettime(clock == 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC, &now);
  return store64(result, (u64)now.tv_sec * 1000000000 + (u64)now.tv_nsec);
}
u32 WASI(random_get)(SELF, u32 buffer, u32 size) {
  for (u32 i = 0; i < size; i++)
    *at(buffer + i) = (unsigned char)rand();
  return Success;
}
u32 WASI(fd_close)(SELF, u32 file) { return Success; }

#define REFUSE(FUNCTION, ...)                                                                                \
  u32 WASI(FUNCTION)(SELF, __VA_ARGS__) { return NotSupported; }
REFUSE(clock_res_get, u32 a, u32 b)
REFUSE(fd_seek, u32 a, u64 b, u32 c, u32 d)
REFUSE(fd_advise, u32 a, u64 b, u64 c, u32 d)
REFUSE(fd_fdstat_set_flags, u32 a, u32 b)
REFUSE(fd_filestat_get, u32 a, u32 b)
REFUSE(fd_filestat_set_size, u32 a, u64 b)
REFUSE(fd_filestat_set_times, u32 a, u64 b, u64 c, u32 d)
REFUSE(fd_pread, u32 a, u32 b, u32 c, u64 d, u32 e)
REFUSE(fd_prestat_dir_name, u32 a, u32 b, u32 c)
REFUSE(fd_pwrite, u32 a, u32 b, u32 c, u64 d, u32 e)
REFUSE(fd_readdir, u32 a, u32 b, u32 c, u64 d, u32 e)
REFUSE(fd_renumber, u32 a, u32 b)
REFUSE(fd_sync, u32 a)
REFUSE(fd_tell, u32 a, u32 b)
REFUSE(path_create_directory, u32 a, u32 b, u32 c)
REFUSE(path_filestat_get, u32 a, u32 b, u32 c, u32 d, u32 e)
REFUSE(path_filestat_set_times, u32 a, u32 b, u32 c, u32 d, u64 e, u64 f, u32 g)
REFUSE(path_link, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f, u32 g)
REFUSE(path_open, u32 a, u32 b, u32 c, u32 d, u32 e, u64 f, u64 g, u32 h, u32 i)
REFUSE(path_readlink, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
REFUSE(path_remove_directory, u32 a, u32 b, u32 c)
REFUSE(path_rename, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
REFUSE(path_symlink, u32 a, u32 b, u32 c, u32 d, u32 e)
REFUSE(path_unlink_file, u32 a, u32 b, u32 c)
REFUSE(poll_oneoff, u32 a, u32 b, u32 c, u32 d)
u32 WASI(sched_yield)(SELF) { return Success; }

int main(int argc, char **argv) {
  argumentCount = argc;
  arguments = argv;
  wasm_rt_init();
  EXPORTED(_init_module)();
  EXPORTED(_instantiate)(&instance, NULL);
  EXPORTED(Z__start)(&instance);
  return 0;
}
