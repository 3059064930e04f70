//===-- Linux.cpp - The OS seam on Linux: bare system calls -----------------===//
//
// One line per call wherever the kernel's interface allows it. Nothing here
// decides anything; see Sys.h for what callers may expect.
//
//===----------------------------------------------------------------------===//

#define SINTER_DEFINE_SIGNAL_RETURN
#include "sys/Sys.h"

namespace sinter::rt::sys {

using arch::Syscall;
using arch::syscall;

template <typename T> static long asLong(T *pointer) { return reinterpret_cast<long>(pointer); }

long map(uint64_t address, uint64_t size, int protection, int flags) {
  return syscall(Syscall::mmap, address, size, protection, flags | MapPrivate | MapAnonymous, -1,
                 0);
}
long unmap(uint64_t address, uint64_t size) { return syscall(Syscall::munmap, address, size); }
long protect(uint64_t address, uint64_t size, int protection) {
  return syscall(Syscall::mprotect, address, size, protection);
}
long remap(uint64_t address, uint64_t oldSize, uint64_t newSize) {
  constexpr int mayMove = 1;
  return syscall(Syscall::mremap, address, oldSize, newSize, mayMove);
}

void exit(int status) {
  for (;;)
    syscall(Syscall::exit_group, status);
}
long processId() { return syscall(Syscall::getpid); }
long raise(int signal) { return syscall(Syscall::kill, processId(), signal); }
long yield() { return syscall(Syscall::sched_yield); }
long random(void *buffer, size_t size) {
  return syscall(Syscall::getrandom, asLong(buffer), size, 0);
}

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
  return syscall(Syscall::rt_sigaction, signal, asLong(&action), 0, sizeof action.mask);
}
long setSignalDisposition(int signal, uintptr_t disposition) {
  SignalAction action = {};
  action.handler = disposition;
  return syscall(Syscall::rt_sigaction, signal, asLong(&action), 0, sizeof action.mask);
}
long setAlternateStack(void *base, size_t size) {
  SignalStack stack = {base, 0, size};
  return syscall(Syscall::sigaltstack, asLong(&stack), 0);
}

long clockResolution(int clock, Timespec &time) {
  return syscall(Syscall::clock_getres, clock, asLong(&time));
}
long sleep(int clock, bool absolute, const Timespec &time) {
  return syscall(Syscall::clock_nanosleep, clock, absolute, asLong(&time), 0);
}
long steadyTime(Timespec &time) {
  constexpr int monotonic = 1;
  return syscall(Syscall::clock_gettime, monotonic, asLong(&time));
}
long sleepOn(uint32_t *word, uint32_t seen, const Timespec *deadline) {
  constexpr int waitBitset = 9, isPrivate = 128;
  constexpr uint32_t anyBit = ~0u;
  return syscall(Syscall::futex, asLong(word), waitBitset | isPrivate, seen, asLong(deadline), 0,
                 anyBit);
}
long wakeUp(uint32_t *word, int count) {
  constexpr int wake = 1, isPrivate = 128;
  return syscall(Syscall::futex, asLong(word), wake | isPrivate, count);
}
long poll(PollEntry *entries, size_t count, const Timespec *timeout) {
  Timespec copy = timeout ? *timeout : Timespec{}; // The kernel writes what is left.
  return syscall(Syscall::ppoll, asLong(entries), count, timeout ? asLong(&copy) : 0, 0, 0);
}

long read(int fd, void *buffer, size_t size) {
  return syscall(Syscall::read, fd, asLong(buffer), size);
}
long write(int fd, const void *buffer, size_t size) {
  return syscall(Syscall::write, fd, asLong(buffer), size);
}
long readVector(int fd, const Vector *vectors, int count) {
  return syscall(Syscall::readv, fd, asLong(vectors), count);
}
long writeVector(int fd, const Vector *vectors, int count) {
  return syscall(Syscall::writev, fd, asLong(vectors), count);
}
long readVectorAt(int fd, const Vector *vectors, int count, int64_t offset) {
  return syscall(Syscall::preadv, fd, asLong(vectors), count, offset, 0);
}
long writeVectorAt(int fd, const Vector *vectors, int count, int64_t offset) {
  return syscall(Syscall::pwritev, fd, asLong(vectors), count, offset, 0);
}
long close(int fd) { return syscall(Syscall::close, fd); }
long duplicate(int fd, int lowest) {
  constexpr int duplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
  return syscall(Syscall::fcntl, fd, duplicateCloseOnExec, lowest);
}
long seek(int fd, int64_t offset, int whence) {
  return syscall(Syscall::lseek, fd, offset, whence);
}
long truncate(int fd, int64_t size) { return syscall(Syscall::ftruncate, fd, size); }
long allocate(int fd, int64_t offset, int64_t size) {
  return syscall(Syscall::fallocate, fd, 0, offset, size);
}
long advise(int fd, int64_t offset, int64_t size, int advice) {
  return syscall(Syscall::fadvise64, fd, offset, size, advice);
}
long sync(int fd) { return syscall(Syscall::fsync, fd); }
long syncData(int fd) { return syscall(Syscall::fdatasync, fd); }
long statusFlags(int fd) { return syscall(Syscall::fcntl, fd, 3 /* F_GETFL */, 0); }
long setStatusFlags(int fd, int flags) {
  return syscall(Syscall::fcntl, fd, 4 /* F_SETFL */, flags);
}
bool isTerminal(int fd) {
  char attributes[64];                   // struct termios of the kernel is 36 bytes.
  constexpr long getAttributes = 0x5401; // TCGETS
  return syscall(Syscall::ioctl, fd, getAttributes, asLong(attributes)) == 0;
}
long readableBytes(int fd, int &count) {
  constexpr long bytesToRead = 0x541b; // FIONREAD
  return syscall(Syscall::ioctl, fd, bytesToRead, asLong(&count));
}
long readDirectory(int fd, void *buffer, size_t size) {
  return syscall(Syscall::getdents64, fd, asLong(buffer), size);
}
long setTimes(int directory, const char *path, const Timespec times[2], int flags) {
  return syscall(Syscall::utimensat, directory, asLong(path), asLong(times), flags);
}

long open(int directory, const char *path, int flags, int mode) {
  return syscall(Syscall::openat, directory, asLong(path), flags, mode);
}
long openBeneath(int directory, const char *path, int flags, int mode) {
  struct {
    uint64_t flags, mode, resolve;
  } how = {uint64_t(flags), flags & Create ? uint64_t(mode) : 0, 0x08 | 0x02};
  return syscall(Syscall::openat2, directory, asLong(path), asLong(&how), sizeof how);
}
long status(int directory, const char *path, int flags, Status &status) {
  constexpr unsigned basic = 0x7ff;
  return syscall(Syscall::statx, directory, asLong(path), flags, basic, asLong(&status));
}
long makeDirectory(int directory, const char *path, int mode) {
  return syscall(Syscall::mkdirat, directory, asLong(path), mode);
}
long remove(int directory, const char *path, int flags) {
  return syscall(Syscall::unlinkat, directory, asLong(path), flags);
}
long rename(int fromDirectory, const char *from, int toDirectory, const char *to) {
  return syscall(Syscall::renameat2, fromDirectory, asLong(from), toDirectory, asLong(to), 0);
}
long link(int fromDirectory, const char *from, int toDirectory, const char *to, int flags) {
  return syscall(Syscall::linkat, fromDirectory, asLong(from), toDirectory, asLong(to), flags);
}
long makeSymlink(const char *target, int directory, const char *path) {
  return syscall(Syscall::symlinkat, asLong(target), directory, asLong(path));
}
long readLink(int directory, const char *path, char *buffer, size_t size) {
  return syscall(Syscall::readlinkat, directory, asLong(path), asLong(buffer), size);
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
long accept(int fd, int flags) { return syscall(Syscall::accept4, fd, 0, 0, flags); }
long receive(int fd, Message &message, int flags) {
  return syscall(Syscall::recvmsg, fd, asLong(&message), flags);
}
long send(int fd, const Message &message) {
  constexpr int noSignal = 0x4000;
  return syscall(Syscall::sendmsg, fd, asLong(&message), noSignal);
}
long socketType(int fd, int &type) {
  constexpr int socketLevel = 1, typeOption = 3;
  uint32_t size = sizeof type;
  return syscall(Syscall::getsockopt, fd, socketLevel, typeOption, asLong(&type), asLong(&size));
}
long shutdown(int fd, int how) { return syscall(Syscall::shutdown, fd, how); }

} // namespace sinter::rt::sys
