//===-- Linux.cpp - The OS seam on Linux: bare system calls -----------------===//
//
// One line per call wherever the kernel's interface allows it. Nothing here
// decides anything; see Sys.h for what callers may expect.
//
//===----------------------------------------------------------------------===//

#ifndef SINTER_LIBRARY
#define SINTER_DEFINE_SIGNAL_RETURN
#endif
#include "sys/Sys.h"

namespace sinter::rt::sys {

using arch::call;
using arch::Syscall;
using arch::syscall;

/// A wait that a stop broke off (SIGSTOP) goes on by a call of its own.
static inline void mayRestart() { arch::mayCall<Syscall::restart_syscall>(); }

template <typename T> static long asLong(T *pointer) { return reinterpret_cast<long>(pointer); }

/// Nothing becomes executable.
template <Syscall Number> static inline void mayProtect() {
  arch::mayCall<Number, 3, ProtNone>();
  arch::mayCall<Number, 3, ProtReadWrite>();
}
long map(uint64_t address, uint64_t size, int protection, int flags) {
  mayProtect<Syscall::mmap>();
  return syscall(Syscall::mmap, address, size, protection, flags | MapPrivate | MapAnonymous, -1,
                 0);
}
long unmap(uint64_t address, uint64_t size) { return call<Syscall::munmap>(address, size); }
long preferHugePages(uint64_t address, uint64_t size) {
  constexpr int hugePage = 14;
  return call<Syscall::madvise>(address, size, hugePage);
}
long protect(uint64_t address, uint64_t size, int protection) {
  mayProtect<Syscall::mprotect>();
  return syscall(Syscall::mprotect, address, size, protection);
}
long remap(uint64_t address, uint64_t oldSize, uint64_t newSize) {
  constexpr int mayMove = 1;
  return call<Syscall::mremap>(address, oldSize, newSize, mayMove);
}

long giveUpPrivileges() {
  constexpr int noNewPrivileges = 38;
  return syscall(Syscall::prctl, noNewPrivileges, 1, 0, 0, 0);
}
long filterCalls(const Filter &filter) {
  // The second flag is for kernels that would slow a filtered program down against side channels of
  // the processor, which nobody is promised to be without.
  constexpr int setFilter = 1, allowSpeculation = 4;
  return syscall(Syscall::seccomp, setFilter, allowSpeculation, asLong(&filter));
}
long makePathRules(const PathRuleset *rules, size_t size, unsigned flags) {
  return syscall(Syscall::landlock_create_ruleset, asLong(rules), size, flags);
}
long addPathRule(int ruleset, const PathRule &rule) {
  constexpr int beneath = 1;
  return syscall(Syscall::landlock_add_rule, ruleset, beneath, asLong(&rule), 0);
}
long applyPathRules(int ruleset) { return syscall(Syscall::landlock_restrict_self, ruleset, 0); }

long yield() { return call<Syscall::sched_yield>(); }

long clockResolution(int clock, Timespec &time) {
  return call<Syscall::clock_getres>(clock, asLong(&time));
}
long steadyTime(Timespec &time) {
  constexpr int monotonic = 1;
  return call<Syscall::clock_gettime>(monotonic, asLong(&time));
}
long sleepOn(uint32_t *word, uint32_t seen, const Timespec *deadline) {
  constexpr int waitBitset = 9, isPrivate = 128;
  constexpr uint32_t anyBit = ~0u;
  mayRestart();
  return call<Syscall::futex>(asLong(word), waitBitset | isPrivate, seen, asLong(deadline), 0,
                              anyBit);
}
long wakeUp(uint32_t *word, int count) {
  constexpr int wake = 1, isPrivate = 128;
  return call<Syscall::futex>(asLong(word), wake | isPrivate, count);
}
long readVectorAt(int fd, const Vector *vectors, int count, int64_t offset) {
  return call<Syscall::preadv>(fd, asLong(vectors), count, offset, 0);
}
long writeVectorAt(int fd, const Vector *vectors, int count, int64_t offset) {
  return call<Syscall::pwritev>(fd, asLong(vectors), count, offset, 0);
}
long readAt(int fd, void *buffer, size_t size, int64_t offset) {
  return call<Syscall::pread64>(fd, asLong(buffer), size, offset);
}
long writeAt(int fd, const void *buffer, size_t size, int64_t offset) {
  return call<Syscall::pwrite64>(fd, asLong(buffer), size, offset);
}
long writeVectorInPlace(int fd, const Vector *vectors, int count, int64_t offset) {
  constexpr int noAppend = 0x20; // RWF_NOAPPEND
  return call<Syscall::pwritev2>(fd, asLong(vectors), count, offset, 0, noAppend);
}
long close(int fd) { return call<Syscall::close>(fd); }
long duplicate(int fd, int lowest) {
  constexpr int duplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
  arch::mayCall<Syscall::fcntl, 2, duplicateCloseOnExec>();
  return syscall(Syscall::fcntl, fd, duplicateCloseOnExec, lowest);
}
long seek(int fd, int64_t offset, int whence) { return call<Syscall::lseek>(fd, offset, whence); }
long truncate(int fd, int64_t size) { return call<Syscall::ftruncate>(fd, size); }
long allocate(int fd, int64_t offset, int64_t size) {
  return call<Syscall::fallocate>(fd, 0, offset, size);
}
long advise(int fd, int64_t offset, int64_t size, int advice) {
  return call<Syscall::fadvise64>(fd, offset, size, advice);
}
long sync(int fd) { return call<Syscall::fsync>(fd); }
long syncData(int fd) { return call<Syscall::fdatasync>(fd); }
constexpr unsigned getFlags = 3, setFlags = 4; // F_GETFL, F_SETFL
long statusFlags(int fd) {
  arch::mayCall<Syscall::fcntl, 2, getFlags>();
  return syscall(Syscall::fcntl, fd, getFlags);
}
long setStatusFlags(int fd, int flags) {
  arch::mayCall<Syscall::fcntl, 2, setFlags>();
  return syscall(Syscall::fcntl, fd, setFlags, flags);
}
bool isTerminal(int fd) {
  char attributes[64];                   // struct termios of the kernel is 36 bytes.
  constexpr long getAttributes = 0x5401; // TCGETS
  arch::mayCall<Syscall::ioctl, 2, getAttributes>();
  return syscall(Syscall::ioctl, fd, getAttributes, asLong(attributes)) == 0;
}
long readableBytes(int fd, int &count) {
  constexpr long bytesToRead = 0x541b; // FIONREAD
  arch::mayCall<Syscall::ioctl, 2, bytesToRead>();
  return syscall(Syscall::ioctl, fd, bytesToRead, asLong(&count));
}
long readDirectory(int fd, void *buffer, size_t size) {
  return call<Syscall::getdents64>(fd, asLong(buffer), size);
}
long setTimes(int directory, const char *path, const Timespec times[2], int flags) {
  return call<Syscall::utimensat>(directory, asLong(path), asLong(times), flags);
}

long open(int directory, const char *path, int flags, int mode) {
  return call<Syscall::openat>(directory, asLong(path), flags, mode);
}
long openAtStart(const char *path, int flags) {
  return syscall(Syscall::openat, AtCwd, asLong(path), flags);
}
long openBeneath(int directory, const char *path, int flags, int mode) {
  struct {
    uint64_t flags, mode, resolve;
  } how = {uint64_t(flags), flags & Create ? uint64_t(mode) : 0, 0x08 | 0x02};
  return call<Syscall::openat2>(directory, asLong(path), asLong(&how), sizeof how);
}
long status(int directory, const char *path, int flags, Status &status) {
  constexpr unsigned basic = 0x7ff;
  return call<Syscall::statx>(directory, asLong(path), flags, basic, asLong(&status));
}
bool isOfProc(int fd) {
  long kind[32]; // struct statfs of the kernel is 120 bytes, the file system's magic number first.
  constexpr long proc = 0x9fa0;
  return call<Syscall::fstatfs>(fd, asLong(kind)) == 0 && kind[0] == proc;
}
long makeDirectory(int directory, const char *path, int mode) {
  return call<Syscall::mkdirat>(directory, asLong(path), mode);
}
long remove(int directory, const char *path, int flags) {
  return call<Syscall::unlinkat>(directory, asLong(path), flags);
}
long rename(int fromDirectory, const char *from, int toDirectory, const char *to) {
  return call<Syscall::renameat2>(fromDirectory, asLong(from), toDirectory, asLong(to), 0);
}
long link(int fromDirectory, const char *from, int toDirectory, const char *to, int flags) {
  return call<Syscall::linkat>(fromDirectory, asLong(from), toDirectory, asLong(to), flags);
}
long makeSymlink(const char *target, int directory, const char *path) {
  return call<Syscall::symlinkat>(asLong(target), directory, asLong(path));
}
long readLink(int directory, const char *path, char *buffer, size_t size) {
  return call<Syscall::readlinkat>(directory, asLong(path), asLong(buffer), size);
}

long listenAt(const void *address, size_t size) {
  constexpr int stream = 1, backlog = 128, socketLevel = 1, reuseAddress = 2;
  uint16_t family;
  __builtin_memcpy(&family, address, sizeof family);
  long fd = syscall(Syscall::socket, family, stream | CloseOnExec, 0);
  if (fd < 0)
    return fd;
  int on = 1;
  syscall(Syscall::setsockopt, fd, socketLevel, reuseAddress, asLong(&on), sizeof on);
  long result = syscall(Syscall::bind, fd, asLong(address), size);
  if (result == 0)
    result = syscall(Syscall::listen, fd, backlog);
  if (result == 0)
    return fd;
  close(int(fd));
  return result;
}
long socketType(int fd, int &type) {
  constexpr int socketLevel = 1, typeOption = 3;
  uint32_t size = sizeof type;
  return call<Syscall::getsockopt>(fd, socketLevel, typeOption, asLong(&type), asLong(&size));
}
long shutdown(int fd, int how) { return call<Syscall::shutdown>(fd, how); }

#ifndef SINTER_LIBRARY // What ends, signals or waits is another matter in a host's process:
                       // host/WasiSystem.cpp.

void exit(int status) {
  for (;;)
    call<Syscall::exit_group>(status);
}
long processId() { return call<Syscall::getpid>(); }
long raise(int signal) {
  if (signal == BusError || signal == SegmentFault || signal == FileTooLarge ||
      signal == ForbiddenCall)
    setSignalDisposition(signal, 0);
  return call<Syscall::kill>(processId(), signal);
}
long random(void *buffer, size_t size) { return call<Syscall::getrandom>(asLong(buffer), size, 0); }

namespace {
/// The kernel's struct sigaction, which is not libc's.
struct SignalAction {
  uintptr_t handler;
  uint64_t flags;
#if !defined(__riscv)
  uintptr_t restorer;
#endif
  uint64_t mask;
};
struct SignalStack {
  void *base;
  int flags;
  size_t size;
};
} // namespace

long setSignalAction(int signal, void (*handler)(int, void *, void *), uint64_t flags) {
  SignalAction action = {};
  action.handler = reinterpret_cast<uintptr_t>(handler);
  action.flags = flags | arch::SignalFlags;
#if defined(__x86_64__)
  action.restorer = reinterpret_cast<uintptr_t>(&arch::sinterSignalReturn);
#endif
  arch::mayCall<Syscall::rt_sigreturn>(); // The handler's own end.
  return syscall(Syscall::rt_sigaction, signal, asLong(&action), 0, sizeof action.mask);
}
long setSignalDisposition(int signal, uintptr_t disposition) {
  SignalAction action = {};
  action.handler = disposition;
  return call<Syscall::rt_sigaction>(signal, asLong(&action), 0, sizeof action.mask);
}
long setAlternateStack(void *base, size_t size) {
  SignalStack stack = {base, 0, size};
  return call<Syscall::sigaltstack>(asLong(&stack), 0);
}

long sleep(int clock, bool absolute, const Timespec &time) {
  mayRestart();
  return call<Syscall::clock_nanosleep>(clock, absolute, asLong(&time), 0);
}

long poll(PollEntry *entries, size_t count, const Timespec *timeout) {
  Timespec copy = timeout ? *timeout : Timespec{}; // The kernel writes what is left.
  mayRestart();
  return call<Syscall::ppoll>(asLong(entries), count, timeout ? asLong(&copy) : 0, 0, 0);
}

long read(int fd, void *buffer, size_t size) {
  return call<Syscall::read>(fd, asLong(buffer), size);
}
long write(int fd, const void *buffer, size_t size) {
  return call<Syscall::write>(fd, asLong(buffer), size);
}
long readVector(int fd, const Vector *vectors, int count) {
  return call<Syscall::readv>(fd, asLong(vectors), count);
}
long writeVector(int fd, const Vector *vectors, int count) {
  return call<Syscall::writev>(fd, asLong(vectors), count);
}

long accept(int fd, int flags) { return call<Syscall::accept4>(fd, 0, 0, flags); }
long receive(int fd, Message &message, int flags) {
  return call<Syscall::recvmsg>(fd, asLong(&message), flags);
}
long send(int fd, const Message &message) {
  constexpr int noSignal = 0x4000;
  return call<Syscall::sendmsg>(fd, asLong(&message), noSignal);
}

#endif

} // namespace sinter::rt::sys
