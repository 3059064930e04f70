/* Tries to change a read-only grant: directly, and through a directory opened below it with every right a
   directory can have. */
#include <stdio.h>
#include <wasi/api.h>

int main(void) {
  const __wasi_rights_t all = (1 << 30) - 1;
  __wasi_fd_t below;
  __wasi_fdstat_t status;
  if (__wasi_path_open(3, 0, "below", __WASI_OFLAGS_DIRECTORY, all & ~__WASI_RIGHTS_FD_WRITE, all, 0,
                       &below) ||
      __wasi_fd_fdstat_get(below, &status))
    return 1;
  __wasi_fd_t at[] = {3, below};
  for (int i = 0; i < 2; i++) {
    __wasi_fd_t file;
    printf("mkdir %d\n", __wasi_path_create_directory(at[i], "made"));
    printf("create %d\n", __wasi_path_open(at[i], 0, "made", __WASI_OFLAGS_CREAT, 0, 0, 0, &file));
    printf("write %d\n", __wasi_path_open(at[i], 0, "file", 0, __WASI_RIGHTS_FD_WRITE, 0, 0, &file));
    printf("truncate %d\n", __wasi_path_open(at[i], 0, "file", __WASI_OFLAGS_TRUNC, 0, 0, 0, &file));
    printf("unlink %d\n", __wasi_path_unlink_file(at[i], "file"));
    printf("rename %d\n", __wasi_path_rename(at[i], "file", at[i], "other"));
    printf("link %d\n", __wasi_path_link(at[i], 0, "file", at[i], "other"));
    printf("symlink %d\n", __wasi_path_symlink("file", at[i], "other"));
    printf("times %d\n", __wasi_path_filestat_set_times(at[i], 0, "file", 1, 1, __WASI_FSTFLAGS_MTIM));
    printf("read %d\n", __wasi_path_open(at[i], 0, "file", 0, __WASI_RIGHTS_FD_READ, 0, 0, &file));
  }
  return 0;
}
