/* A reactor whose exports each make one call of WASI, for in-host-api.test. */
#define REACTOR
#include "check.h"
#define EXPORT(NAME) __attribute__((export_name(#NAME)))

static u32 initialized;
EXPORT(_initialize) void initialize(void) { initialized++; }
EXPORT(initialized) u32 isInitialized(void) { return initialized; }
EXPORT(say) u32 sayHello(u32 fd) {
  struct iovec list[] = {{P("he")}, {P("llo")}};
  u32 n = 0;
  u32 error = fd_write(fd, AT(list), 2, AT(&n));
  return error * 1000 + n;
}
EXPORT(hear) u32 hear(void) {
  static unsigned char text[8];
  struct iovec list = {AT(text), sizeof text};
  u32 n = 0;
  u32 error = fd_read(0, AT(&list), 1, AT(&n));
  return error ? error * 1000 : n ? text[0] * 100 + n : 0;
}
EXPORT(leave) void leave(u32 status) { proc_exit(status); }
EXPORT(make) u32 make(void) {
  u32 fd = 0;
  u32 error = path_open(TOP, FOLLOW, P("file"), CREAT, FILE_RIGHTS, ALL, 0, AT(&fd));
  return error * 1000 + fd;
}
EXPORT(drop) u32 drop(u32 fd) { return fd_close(fd); }
EXPORT(nap) u32 nap(u64 nanoseconds) {
  struct { u64 user; u32 type, pad; u32 clock, pad2; u64 timeout, precision; u32 flags, pad3; } in = {0};
  char out[32];
  u32 n = 0;
  in.clock = 1;
  in.timeout = nanoseconds;
  return poll_oneoff(AT(&in), AT(out), 1, AT(&n)) * 10 + n;
}
EXPORT(doze) void doze(void) {
  for (;;)
    nap(3600000000000);
}
EXPORT(now) u64 now(u32 clock) {
  u64 time = 0;
  u32 error = clock_time_get(clock, 0, AT(&time));
  return error ? -(u64)error : time;
}
EXPORT(roll) u32 roll(void) {
  u32 bits = 0;
  random_get(AT(&bits), 4);
  return bits;
}
EXPORT(list) u32 list(void) {
  static char buffer[4096];
  u32 used = 0;
  u32 error = fd_readdir(TOP, AT(buffer), sizeof buffer, 0, AT(&used));
  return error * 1000 + (used > 0);
}
EXPORT(receive) u32 receive(u32 fd) {
  char text[8] = {0};
  struct iovec list = {AT(text), sizeof text};
  u32 n = 0;
  unsigned short flags;
  u32 error = sock_recv(fd, AT(&list), 1, 0, AT(&n), AT(&flags));
  return error * 1000 + n;
}
