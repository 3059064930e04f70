//===-- WasiSystem.cpp - The system as a guest in a host sees it ------------===//
//
// sys/Linux.cpp serves a host as it serves a program but for what is here. Clocks, random
// bytes and the first three descriptors may be the host's own. Whatever may wait waits in
// small pieces, so that an interrupt of the store ends it: the call is then "canceled", and the
// wasm code stops at the next place where it looks. A write to a pipe or socket that nobody reads
// raises no SIGPIPE in the host's process.
//
//===----------------------------------------------------------------------===//
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "Wasi.h"
#include "memory/Memory.h"
#include "sys/Sys.h"
#include "wasi/Clock.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

namespace sinter::rt {

// By the C library, since sanitizers must learn that what was there before is gone.
uint64_t mapPages(uint64_t size) {
  void *pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? 0 : reinterpret_cast<uint64_t>(pages);
}

} // namespace sinter::rt

namespace sinter::rt::sys {

using namespace sinter::host;

namespace {

constexpr long Canceled = -ECANCELED;
constexpr uint64_t Piece = 5'000'000; ///< Nanoseconds of a wait in which no interrupt is noticed.

long result(ssize_t value) { return value < 0 ? -errno : long(value); }

bool isStopped() {
  return isInterrupted(*static_cast<sinter_store_t *>(wasiGuest().closure.instance.owner));
}

/// The host's stream that the descriptor stands for, or null.
const WasiStream *streamOf(int fd) {
  for (const WasiStream &stream : wasiGuest().config->streams)
    if (stream.isOwned && stream.fd == fd)
      return &stream;
  return nullptr;
}

/// Waits until a call on the descriptor would not, unless that is what the guest asked for.
/// False if the store was interrupted.
bool becomesReady(int fd, short events) {
  PollEntry entry = {fd, events, 0};
  Timespec none = {};
  long ready = poll(&entry, 1, &none);
  if (ready == 0 && !(statusFlags(fd) & NonBlock))
    ready = poll(&entry, 1, nullptr);
  return ready != Canceled;
}

/// Moves bytes between a host's stream and buffers by its `move`, as far as it takes or has them.
template <typename Move>
long transfer(const WasiStream &stream, Move move, const Vector *vectors, int count) {
  if (!move)
    return -BADF;
  long total = 0;
  for (int i = 0; i != count; ++i) {
    const Vector &vector = vectors[i];
    int64_t moved = callHost(
        [&] { return move(stream.data, wasiGuest().closure.caller, vector.base, vector.size); });
    if (moved < 0 || uint64_t(moved) > vector.size)
      return total ? total : -EIO;
    total += moved;
    if (uint64_t(moved) != vector.size)
      break;
  }
  return total;
}

/// Runs `call`, whose SIGPIPE is nobody's.
template <typename Call> long withoutSignal(Call call) {
  sigset_t pipe, before;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  long value = call();
  if (value == -EPIPE && !sigismember(&before, SIGPIPE)) {
    Timespec now = {};
    while (sigtimedwait(&pipe, nullptr, reinterpret_cast<timespec *>(&now)) < 0 && errno == EINTR)
      ;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return value;
}

} // namespace

long clockTime(int clock, Timespec &time) {
  const sinter_wasi_config_t &config = *wasiGuest().config;
  if (!config.clock)
    return result(clock_gettime(clock, reinterpret_cast<timespec *>(&time)));
  uint64_t nanoseconds = 0;
  if (!callHost([&] {
        return config.clock(config.clockData, wasiGuest().closure.caller, uint32_t(clock),
                            &nanoseconds);
      }))
    return -EINVAL;
  time = wasi::toTimespec(nanoseconds);
  return 0;
}

long random(void *buffer, size_t size) {
  const sinter_wasi_config_t &config = *wasiGuest().config;
  if (!config.random)
    return result(getrandom(buffer, size, 0));
  return callHost([&] {
    return config.random(config.randomData, wasiGuest().closure.caller, buffer, size);
  })
             ? long(size)
             : -EIO;
}

long poll(PollEntry *entries, size_t count, const Timespec *timeout) {
  static_assert(sizeof(PollEntry) == sizeof(pollfd));
  auto nanoseconds = [](const Timespec &time) {
    return wasi::toTimestamp(time.seconds, uint64_t(time.nanoseconds));
  };
  uint64_t left = timeout ? nanoseconds(*timeout) : UINT64_MAX;
  Timespec begin = {};
  steadyTime(begin);
  for (;;) {
    if (isStopped())
      return Canceled;
    Timespec now = {};
    steadyTime(now);
    uint64_t passed = nanoseconds(now) - nanoseconds(begin);
    uint64_t rest = left == UINT64_MAX ? Piece : passed < left ? left - passed : 0;
    Timespec piece = {0, int64_t(minimum(rest, Piece))};
    long ready = result(ppoll(reinterpret_cast<pollfd *>(entries), count,
                              reinterpret_cast<timespec *>(&piece), nullptr));
    if (ready != 0 && ready != -EINTR)
      return ready;
    if (rest == 0)
      return 0;
  }
}

long sleep(int clock, bool, const Timespec &until) {
  for (;;) {
    Timespec now = {};
    if (long error = clockTime(clock, now); error < 0)
      return error;
    uint64_t end = wasi::toTimestamp(until.seconds, uint64_t(until.nanoseconds));
    uint64_t current = wasi::toTimestamp(now.seconds, uint64_t(now.nanoseconds));
    if (current >= end)
      return 0;
    Timespec rest = wasi::toTimespec(minimum(end - current, Piece));
    if (long error = poll(nullptr, 0, &rest); error < 0)
      return error;
  }
}

long readVector(int fd, const Vector *vectors, int count) {
  if (const WasiStream *stream = streamOf(fd))
    return transfer(*stream, stream->read, vectors, count);
  if (!becomesReady(fd, POLLIN))
    return Canceled;
  return result(readv(fd, reinterpret_cast<const iovec *>(vectors), count));
}

long writeVector(int fd, const Vector *vectors, int count) {
  if (const WasiStream *stream = streamOf(fd))
    return transfer(*stream, stream->write, vectors, count);
  if (!becomesReady(fd, POLLOUT))
    return Canceled;
  return withoutSignal(
      [&] { return result(writev(fd, reinterpret_cast<const iovec *>(vectors), count)); });
}

long read(int fd, void *buffer, size_t size) {
  Vector vector = {buffer, size};
  return readVector(fd, &vector, 1);
}

long write(int fd, const void *buffer, size_t size) {
  Vector vector = {const_cast<void *>(buffer), size};
  return writeVector(fd, &vector, 1);
}

long accept(int fd, int flags) {
  if (!becomesReady(fd, POLLIN))
    return Canceled;
  return result(accept4(fd, nullptr, nullptr, flags));
}

long receive(int fd, Message &message, int flags) {
  if (!becomesReady(fd, POLLIN))
    return Canceled;
  return arch::syscall(arch::Syscall::recvmsg, fd, long(&message), flags);
}

long send(int fd, const Message &message) {
  if (!becomesReady(fd, POLLOUT))
    return Canceled;
  return arch::syscall(arch::Syscall::sendmsg, fd, long(&message), MSG_NOSIGNAL);
}

} // namespace sinter::rt::sys
