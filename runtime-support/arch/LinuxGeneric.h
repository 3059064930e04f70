//===-- LinuxGeneric.h - System calls of CPUs that came after x86 -----------===//
//
// One numbering (asm-generic/unistd.h) and one layout of the signal frame's
// start serve all of them.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace sinter::rt::arch {

enum class Syscall : long {
  fcntl = 25,
  ioctl = 29,
  mkdirat = 34,
  unlinkat = 35,
  symlinkat = 36,
  linkat = 37,
  ftruncate = 46,
  fallocate = 47,
  openat = 56,
  close = 57,
  getdents64 = 61,
  lseek = 62,
  read = 63,
  write = 64,
  readv = 65,
  writev = 66,
  pread64 = 67,
  pwrite64 = 68,
  preadv = 69,
  pwritev = 70,
  ppoll = 73,
  readlinkat = 78,
  fsync = 82,
  fdatasync = 83,
  utimensat = 88,
  exit_group = 94,
  futex = 98,
  clock_gettime = 113,
  clock_getres = 114,
  clock_nanosleep = 115,
  sched_yield = 124,
  kill = 129,
  sigaltstack = 132,
  rt_sigaction = 134,
  getpid = 172,
  socket = 198,
  bind = 200,
  listen = 201,
  setsockopt = 208,
  getsockopt = 209,
  shutdown = 210,
  sendmsg = 211,
  recvmsg = 212,
  munmap = 215,
  mremap = 216,
  mmap = 222,
  fadvise64 = 223,
  mprotect = 226,
  accept4 = 242,
  renameat2 = 276,
  getrandom = 278,
  statx = 291,
  openat2 = 437,
};

/// Where the CPU's registers begin in a signal's ucontext, in words: flags, link, the alternate
/// stack (3), the mask (16), and padding to 16 bytes.
constexpr unsigned SignalRegisters = 22;

/// The kernel brings its own way back from a handler.
constexpr uint64_t SignalFlags = 0;

/// There is no string instruction to hand large blocks to.
constexpr size_t LargeBlock = ~size_t(0);
inline void copyLarge(void *, const void *, size_t) { __builtin_unreachable(); }
inline void setLarge(void *, int, size_t) { __builtin_unreachable(); }

} // namespace sinter::rt::arch
