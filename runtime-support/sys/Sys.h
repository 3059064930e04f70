//===-- Sys.h - The operating system, as far as the runtime needs it --------===//
//
// The one seam below which the OS changes. Every call returns what the kernel
// returns: a result, or a negated errno; nobody keeps errno. Structures are the
// kernel's own and equal on all 64-bit CPUs, which is why statx stands here and
// stat does not.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "arch/Arch.h"
#include <stddef.h>
#include <stdint.h>

namespace sinter::rt::sys {

/// Negated errno values that the runtime itself reacts to; wasi/Errno.cpp translates the rest.
enum Error : long {
  PERM = 1,
  NOENT = 2,
  INTR = 4,
  BADF = 9,
  AGAIN = 11,
  NOMEM = 12,
  ACCES = 13,
  FAULT = 14,
  EXIST = 17,
  XDEV = 18,
  NOTDIR = 20,
  ISDIR = 21,
  INVAL = 22,
  MFILE = 24,
  NAMETOOLONG = 36,
  NOSYS = 38,
  LOOP = 40,
  NOTSUP = 95,
  ADDRINUSE = 98,
};

constexpr bool failed(long result) { return result < 0 && result > -4096; }

/// Repeats a call that a signal broke off before it did anything.
template <typename Attempt> long uninterrupted(Attempt attempt) {
  for (;;) {
    long result = attempt();
    if (result != -INTR)
      return result;
  }
}

constexpr int AtCwd = -100;
constexpr int AtSymlinkNoFollow = 0x100;
constexpr int AtRemoveDirectory = 0x200;
constexpr int AtEmptyPath = 0x1000;

// Open flags that all CPUs share; Directory and NoFollow are the CPU's.
constexpr int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0100, Exclusive = 0200,
              NoTty = 0400, Truncate = 01000, Append = 02000, NonBlock = 04000, DataSync = 010000,
              Sync = 04010000, CloseOnExec = 02000000, PathOnly = 010000000;
constexpr int Directory = arch::OpenDirectory, NoFollow = arch::OpenNoFollow;

struct Timespec {
  int64_t seconds;
  int64_t nanoseconds;
};

/// struct statx.
struct Status {
  uint32_t mask, blockSize;
  uint64_t attributes;
  uint32_t links, uid, gid;
  uint16_t mode, spare0;
  uint64_t inode, size, blocks, attributesMask;
  struct Time {
    int64_t seconds;
    uint32_t nanoseconds;
    int32_t spare;
  } accessed, created, changed, modified;
  uint32_t rdevMajor, rdevMinor, devMajor, devMinor;
  uint64_t spare[14];
};
static_assert(sizeof(Status) == 256);

struct Vector {
  void *base;
  size_t size;
};

/// struct msghdr.
struct Message {
  void *address;
  uint64_t addressSize;
  const Vector *vectors;
  uint64_t count;
  void *control;
  uint64_t controlSize;
  int flags; ///< Of what was received.
};

struct PollEntry {
  int fd;
  short events, results;
};

// Memory.
constexpr int ProtNone = 0, ProtReadWrite = 3;
constexpr int MapPrivate = 2, MapFixed = 0x10, MapAnonymous = 0x20, MapNoReserve = 0x4000,
              MapFixedNoReplace = 0x100000;
long map(uint64_t address, uint64_t size, int protection, int flags);
long unmap(uint64_t address, uint64_t size);
/// Asks for pages as large as the system has (MADV_HUGEPAGE); it may decline.
long preferHugePages(uint64_t address, uint64_t size);
long protect(uint64_t address, uint64_t size, int protection);
/// May move the mapping; returns its address.
long remap(uint64_t address, uint64_t oldSize, uint64_t newSize);

// Process.
/// Signals that the runtime itself handles or ignores.
enum Signal : int {
  BusError = 7,
  SegmentFault = 11,
  BrokenPipe = 13,
  FileTooLarge = 25,
  ForbiddenCall = 31, ///< SIGSYS
};
[[noreturn]] void exit(int status);
long processId();
/// To this process. Those that the runtime handles for itself (trap/, start/) do what they do by
/// default, but for SIGPIPE, which WASI ignores.
long raise(int signal);
long yield();
long random(void *buffer, size_t size);
long setSignalAction(int signal, void (*handler)(int, void *, void *), uint64_t flags);
/// Handler 0 is the default action, 1 ignores.
long setSignalDisposition(int signal, uintptr_t disposition);
long setAlternateStack(void *base, size_t size);

// Walls, which only a start builds (start/Wall.cpp, wasi/Landlock.cpp).
/// A program of the kernel's filter machine (struct sock_fprog, struct sock_filter).
struct FilterStep {
  uint32_t operation; ///< And in its upper bytes how many steps to leave out: if so, if not.
  uint32_t value;
};
struct Filter {
  uint16_t count;
  const FilterStep *steps;
};
/// struct landlock_ruleset_attr: what is forbidden unless a rule allows it.
struct PathRuleset {
  uint64_t files, network, scopes;
};
/// struct landlock_path_beneath_attr.
struct __attribute__((packed)) PathRule {
  uint64_t allowed;
  int32_t directory;
};
long giveUpPrivileges();
/// For this thread and those that it starts.
long filterCalls(const Filter &filter);
/// A descriptor; with flags 1 the version of what the kernel offers.
long makePathRules(const PathRuleset *rules, size_t size, unsigned flags);
long addPathRule(int ruleset, const PathRule &rule);
long applyPathRules(int ruleset);

// Time.
long clockTime(int clock, Timespec &time);
long clockResolution(int clock, Timespec &time);
long sleep(int clock, bool absolute, const Timespec &time);
/// The monotonic clock by a system call, which works in shared objects as well.
long steadyTime(Timespec &time);
long poll(PollEntry *entries, size_t count, const Timespec *timeout);

// Threads. Sleeps while *word is `seen`, until `deadline` of the monotonic clock if there is one.
long sleepOn(uint32_t *word, uint32_t seen, const Timespec *deadline);
long wakeUp(uint32_t *word, int count);

// Descriptors.
long read(int fd, void *buffer, size_t size);
long write(int fd, const void *buffer, size_t size);
long readVector(int fd, const Vector *vectors, int count);
long writeVector(int fd, const Vector *vectors, int count);
long readVectorAt(int fd, const Vector *vectors, int count, int64_t offset);
long writeVectorAt(int fd, const Vector *vectors, int count, int64_t offset);
long readAt(int fd, void *buffer, size_t size, int64_t offset);
long writeAt(int fd, const void *buffer, size_t size, int64_t offset);
/// The same at `offset` of a file that is open for appending, too (Linux 6.9).
long writeVectorInPlace(int fd, const Vector *vectors, int count, int64_t offset);
long close(int fd);
/// Another descriptor for the same, not below `lowest`.
long duplicate(int fd, int lowest);
long seek(int fd, int64_t offset, int whence);
long truncate(int fd, int64_t size);
long allocate(int fd, int64_t offset, int64_t size);
long advise(int fd, int64_t offset, int64_t size, int advice);
long sync(int fd);
long syncData(int fd);
long statusFlags(int fd);
long setStatusFlags(int fd, int flags);
bool isTerminal(int fd);
/// How many bytes a read would find now (FIONREAD).
long readableBytes(int fd, int &count);
/// getdents64.
long readDirectory(int fd, void *buffer, size_t size);
long setTimes(int directory, const char *path, const Timespec times[2], int flags);

// Paths.
long open(int directory, const char *path, int flags, int mode);
/// For what is opened before the wall stands.
long openAtStart(const char *path, int flags);
/// openat2 with RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS.
long openBeneath(int directory, const char *path, int flags, int mode);
long status(int directory, const char *path, int flags, Status &status);
/// Whether an open file is one of procfs.
bool isOfProc(int fd);
long makeDirectory(int directory, const char *path, int mode);
long remove(int directory, const char *path, int flags);
long rename(int fromDirectory, const char *from, int toDirectory, const char *to);
long link(int fromDirectory, const char *from, int toDirectory, const char *to, int flags);
long makeSymlink(const char *target, int directory, const char *path);
long readLink(int directory, const char *path, char *buffer, size_t size);

// Sockets.
/// A stream socket that listens at `address`, a struct sockaddr of any family.
long listenAt(const void *address, size_t size);
long accept(int fd, int flags);
long receive(int fd, Message &message, int flags);
/// Never raises SIGPIPE.
long send(int fd, const Message &message);
/// SO_TYPE: 1 for streams, 2 for datagrams.
long socketType(int fd, int &type);
long shutdown(int fd, int how);

} // namespace sinter::rt::sys
