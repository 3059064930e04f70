//===-- FakeSys.cpp - An operating system that fails as it is told ----------===//
//
// Sys.h once more, on the host's C library: each call first looks whether a test
// has an answer ready for it, and asks the system if not. So a test can put an
// error, an interruption or a short transfer anywhere into a course of events that
// is otherwise the real one.
//
//===----------------------------------------------------------------------===//

#include "FakeSys.h"
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <fcntl.h>
#include <linux/magic.h>
#include <map>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace {

struct State {
  std::map<std::string, std::deque<long>> answers;
  std::map<std::string, unsigned> calls;
  std::vector<int64_t> pollTimeouts;
  size_t limit = SIZE_MAX;
};
State state;

/// The answer that is ready for `name`, or what `real` does in the kernel's form.
template <typename Real> long planned(const char *name, Real real) {
  ++state.calls[name];
  if (std::deque<long> &ready = state.answers[name]; !ready.empty()) {
    long result = ready.front();
    ready.pop_front();
    return result;
  }
  long result = real();
  return result == -1 ? -errno : result;
}

/// A list of buffers cut off where the limit is.
std::vector<iovec> limited(const sinter::rt::sys::Vector *vectors, int count) {
  std::vector<iovec> result;
  size_t left = state.limit;
  for (int i = 0; i != count; ++i) {
    size_t size = std::min(vectors[i].size, left);
    left -= size;
    result.push_back({vectors[i].base, size});
  }
  return result;
}

} // namespace

namespace fake {

void answer(const std::string &name, std::vector<long> results) {
  std::deque<long> &ready = state.answers[name];
  ready.insert(ready.end(), results.begin(), results.end());
}
unsigned calls(const std::string &name) { return state.calls[name]; }
void limitTransfers(size_t bytes) { state.limit = bytes; }
const std::vector<int64_t> &pollTimeouts() { return state.pollTimeouts; }
std::vector<std::string> reset() {
  std::vector<std::string> left;
  for (const auto &[name, ready] : state.answers)
    if (!ready.empty())
      left.push_back(name);
  state = {};
  return left;
}

} // namespace fake

namespace sinter::rt::sys {

long map(uint64_t address, uint64_t size, int protection, int flags) {
  return planned("map", [&] {
    return long(::mmap(reinterpret_cast<void *>(address), size, protection,
                       flags | MapPrivate | MapAnonymous, -1, 0));
  });
}
long unmap(uint64_t address, uint64_t size) {
  return planned("unmap", [&] { return ::munmap(reinterpret_cast<void *>(address), size); });
}
long protect(uint64_t address, uint64_t size, int protection) {
  return planned("protect",
                 [&] { return ::mprotect(reinterpret_cast<void *>(address), size, protection); });
}
long remap(uint64_t address, uint64_t oldSize, uint64_t newSize) {
  return planned("remap", [&] {
    return long(::mremap(reinterpret_cast<void *>(address), oldSize, newSize, MREMAP_MAYMOVE));
  });
}

void exit(int status) { ::_exit(status); }
long raise(int) {
  return planned("raise", [] { return 0; });
}
long yield() { return planned("yield", ::sched_yield); }
long random(void *buffer, size_t size) {
  return planned("random", [&] { return ::getrandom(buffer, std::min(size, state.limit), 0); });
}
long makePathRules(const PathRuleset *, size_t, unsigned) { return -NOSYS; }
long addPathRule(int, const PathRule &) { return -NOSYS; }
long applyPathRules(int) { return -NOSYS; }

long clockTime(int clock, Timespec &time) {
  return planned("clockTime",
                 [&] { return ::clock_gettime(clock, reinterpret_cast<timespec *>(&time)); });
}
long clockResolution(int clock, Timespec &time) {
  return planned("clockResolution",
                 [&] { return ::clock_getres(clock, reinterpret_cast<timespec *>(&time)); });
}
long sleep(int clock, bool absolute, const Timespec &time) {
  return planned("sleep", [&] {
    return -::clock_nanosleep(clock, absolute, reinterpret_cast<const timespec *>(&time), nullptr);
  });
}
long poll(PollEntry *entries, size_t count, const Timespec *timeout) {
  state.pollTimeouts.push_back(timeout ? timeout->seconds * 1'000'000'000 + timeout->nanoseconds
                                       : -1);
  return planned("poll", [&] {
    return ::ppoll(reinterpret_cast<pollfd *>(entries), count,
                   reinterpret_cast<const timespec *>(timeout), nullptr);
  });
}

long read(int fd, void *buffer, size_t size) {
  return planned("read", [&] { return ::read(fd, buffer, std::min(size, state.limit)); });
}
long write(int fd, const void *buffer, size_t size) {
  return planned("write", [&] { return ::write(fd, buffer, std::min(size, state.limit)); });
}
long readVector(int fd, const Vector *vectors, int count) {
  return planned("readVector", [&] { return ::readv(fd, limited(vectors, count).data(), count); });
}
long writeVector(int fd, const Vector *vectors, int count) {
  return planned("writeVector",
                 [&] { return ::writev(fd, limited(vectors, count).data(), count); });
}
long readVectorAt(int fd, const Vector *vectors, int count, int64_t offset) {
  return planned("readVectorAt",
                 [&] { return ::preadv(fd, limited(vectors, count).data(), count, offset); });
}
long writeVectorAt(int fd, const Vector *vectors, int count, int64_t offset) {
  return planned("writeVectorAt",
                 [&] { return ::pwritev(fd, limited(vectors, count).data(), count, offset); });
}
long readAt(int fd, void *buffer, size_t size, int64_t offset) {
  return planned("readAt",
                 [&] { return ::pread(fd, buffer, std::min(size, state.limit), offset); });
}
long writeAt(int fd, const void *buffer, size_t size, int64_t offset) {
  return planned("writeAt",
                 [&] { return ::pwrite(fd, buffer, std::min(size, state.limit), offset); });
}
long writeVectorInPlace(int fd, const Vector *vectors, int count, int64_t offset) {
  return planned("writeVectorInPlace", [&] {
    return ::syscall(SYS_pwritev2, fd, limited(vectors, count).data(), count, offset, 0, 0x20);
  });
}
long close(int fd) {
  return planned("close", [&] { return ::close(fd); });
}
long duplicate(int fd, int lowest) {
  return planned("duplicate", [&] { return ::fcntl(fd, F_DUPFD_CLOEXEC, lowest); });
}
long seek(int fd, int64_t offset, int whence) {
  return planned("seek", [&] { return ::lseek(fd, offset, whence); });
}
long truncate(int fd, int64_t size) {
  return planned("truncate", [&] { return ::ftruncate(fd, size); });
}
long allocate(int fd, int64_t offset, int64_t size) {
  return planned("allocate", [&] { return ::fallocate(fd, 0, offset, size); });
}
long advise(int fd, int64_t offset, int64_t size, int advice) {
  return planned("advise", [&] { return -::posix_fadvise(fd, offset, size, advice); });
}
long sync(int fd) {
  return planned("sync", [&] { return ::fsync(fd); });
}
long syncData(int fd) {
  return planned("syncData", [&] { return ::fdatasync(fd); });
}
long statusFlags(int fd) {
  return planned("statusFlags", [&] { return ::fcntl(fd, F_GETFL); });
}
long setStatusFlags(int fd, int flags) {
  return planned("setStatusFlags", [&] { return ::fcntl(fd, F_SETFL, flags); });
}
bool isTerminal(int fd) { return ::isatty(fd); }
long readableBytes(int fd, int &count) {
  return planned("readableBytes", [&] { return ::ioctl(fd, FIONREAD, &count); });
}
long readDirectory(int fd, void *buffer, size_t size) {
  return planned("readDirectory", [&] { return ::syscall(SYS_getdents64, fd, buffer, size); });
}
long setTimes(int directory, const char *path, const Timespec times[2], int flags) {
  return planned("setTimes",
                 [&] { return ::syscall(SYS_utimensat, directory, path, times, flags); });
}

long open(int directory, const char *path, int flags, int mode) {
  return planned("open", [&] { return ::openat(directory, path, flags, mode); });
}
long openAtStart(const char *path, int flags) { return open(AtCwd, path, flags, 0); }
long openBeneath(int directory, const char *path, int flags, int mode) {
  return planned("openBeneath", [&] {
    struct {
      uint64_t flags, mode, resolve;
    } how = {uint64_t(flags), flags & Create ? uint64_t(mode) : 0, 0x08 | 0x02};
    return ::syscall(SYS_openat2, directory, path, &how, sizeof how);
  });
}
long status(int directory, const char *path, int flags, Status &status) {
  return planned("status",
                 [&] { return ::syscall(SYS_statx, directory, path, flags, 0x7ff, &status); });
}
bool isOfProc(int fd) {
  struct statfs kind;
  return ::fstatfs(fd, &kind) == 0 && kind.f_type == PROC_SUPER_MAGIC;
}
long makeDirectory(int directory, const char *path, int mode) {
  return planned("makeDirectory", [&] { return ::mkdirat(directory, path, mode); });
}
long remove(int directory, const char *path, int flags) {
  return planned("remove", [&] { return ::unlinkat(directory, path, flags); });
}
long rename(int fromDirectory, const char *from, int toDirectory, const char *to) {
  return planned("rename", [&] { return ::renameat(fromDirectory, from, toDirectory, to); });
}
long link(int fromDirectory, const char *from, int toDirectory, const char *to, int flags) {
  return planned("link", [&] { return ::linkat(fromDirectory, from, toDirectory, to, flags); });
}
long makeSymlink(const char *target, int directory, const char *path) {
  return planned("makeSymlink", [&] { return ::symlinkat(target, directory, path); });
}
long readLink(int directory, const char *path, char *buffer, size_t size) {
  return planned("readLink", [&] { return ::readlinkat(directory, path, buffer, size); });
}

long listenAt(const void *, size_t) { return -NOSYS; }
long accept(int fd, int flags) {
  return planned("accept", [&] { return ::accept4(fd, nullptr, nullptr, flags); });
}
long receive(int fd, Message &message, int flags) {
  return planned("receive",
                 [&] { return ::recvmsg(fd, reinterpret_cast<msghdr *>(&message), flags); });
}
long send(int fd, const Message &message) {
  return planned("send", [&] {
    return ::sendmsg(fd, reinterpret_cast<const msghdr *>(&message), MSG_NOSIGNAL);
  });
}
long socketType(int fd, int &type) {
  socklen_t size = sizeof type;
  return planned("socketType", [&] { return ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size); });
}
long shutdown(int fd, int how) {
  return planned("shutdown", [&] { return ::shutdown(fd, how); });
}

} // namespace sinter::rt::sys
