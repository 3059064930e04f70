/*===-- wasi-posix.h - POSIX names that wasi-libc leaves out --------------===*/
//
// Included before every source of a program (-include) that was written for POSIX. WASI has
// neither users nor file modes nor record locks: setting them succeeds
// without effect, which is right for the single process that there is.
//
/*===----------------------------------------------------------------------===*/
#ifndef SINTER_SHIM_WASI_POSIX_H
#define SINTER_SHIM_WASI_POSIX_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#ifndef F_GETLK
#define F_GETLK 5
#define F_SETLK 6
#define F_SETLKW 7
#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2
#endif

static inline int fchmod(int file, mode_t mode) { return 0; }
static inline int chmod(const char *path, mode_t mode) { return 0; }
static inline int fchown(int file, uid_t user, gid_t group) { return 0; }
static inline int chown(const char *path, uid_t user, gid_t group) { return 0; }
static inline mode_t umask(mode_t mode) { return 022; }
static inline uid_t getuid(void) { return 0; }
static inline uid_t geteuid(void) { return 0; }
static inline gid_t getegid(void) { return 0; }

/* No processes and no place for temporary files either: these refuse. */
static inline int sinterShimSystem(const char *command) {
  if (command)
    errno = ENOSYS;
  return command ? -1 : 0;
}
static inline FILE *sinterShimTmpfile(void) {
  errno = ENOSYS;
  return NULL;
}
#define system sinterShimSystem
#define tmpfile sinterShimTmpfile
#ifndef L_tmpnam
#define L_tmpnam 32
#endif
#define tmpnam(buffer) ((void)(buffer), (char *)NULL)

/* Record locks: always granted; F_GETLK says that nobody holds one. SQLite takes the function's address. */
static inline int sinterShimFcntl(int file, int command, ...) {
  va_list rest;
  va_start(rest, command);
  int result = 0;
  if (command == F_GETLK)
    va_arg(rest, struct flock *)->l_type = F_UNLCK;
  else if (command == F_SETFD || command == F_SETFL)
    result = fcntl(file, command, va_arg(rest, int));
  else if (command != F_SETLK && command != F_SETLKW)
    result = fcntl(file, command);
  va_end(rest);
  return result;
}
#define fcntl sinterShimFcntl

#endif
