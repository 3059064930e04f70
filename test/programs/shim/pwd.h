/*===-- pwd.h - No user database under WASI -------------------------------===*/
#ifndef SINTER_SHIM_PWD_H
#define SINTER_SHIM_PWD_H

#include <stddef.h>

struct passwd {
  char *pw_name, *pw_dir;
};
static inline struct passwd *getpwuid(int user) {
  (void)user;
  return NULL;
}

#endif
