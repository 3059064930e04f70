//===-- Poll.cpp - poll_oneoff ----------------------------------------------===//
//
// Clocks become the time that ppoll may wait, descriptors its entries. Files
// are always ready, as ppoll says itself. One clock and nothing else is a plain
// sleep, which keeps to absolute times by itself.
//
//===----------------------------------------------------------------------===//

#include "memory/Memory.h"
#include "sys/Sys.h"
#include "wasi/Clock.h"
#include "wasi/FdTable.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

namespace {

constexpr short PollIn = 1, PollOut = 4, PollError = 8, PollHangUp = 16, PollInvalid = 32;
constexpr uint16_t AbsoluteTime = 1, HangUp = 1;

/// Up to so many subscriptions are kept on the stack; more get pages of their own.
constexpr uint32_t FewSubscriptions = 64;

/// What a subscription waits for.
struct Waiter {
  uint64_t userData;
  uint64_t remaining; ///< Of a clock: nanoseconds from the start of the call.
  uint32_t entry;     ///< Of a descriptor: its place in Poll::entries.
  Errno error;
  EventType type;
};

struct Poll {
  Waiter *waiters;
  sys::PollEntry *entries;
  uint32_t count = 0, entryCount = 0;
  bool anyError = false, anyClock = false;
  uint64_t earliest = ~UINT64_C(0);

  void add(const Subscription &subscription);
  uint32_t collect(const GuestSpan<Event> &events, uint64_t elapsed);

private:
  uint32_t addEntry(Descriptor &descriptor, short wanted);
};

uint64_t now(int clock) {
  sys::Timespec time;
  return sys::clockTime(clock, time) < 0 ? 0 : toTimestamp(time.seconds, time.nanoseconds);
}

/// A descriptor has one entry however often it is asked for: the kernel takes no more entries than
/// the process may have files.
uint32_t Poll::addEntry(Descriptor &descriptor, short wanted) {
  uint32_t known = descriptor.pollEntry;
  if (known < entryCount && entries[known].fd == descriptor.host) {
    entries[known].events |= wanted;
    return known;
  }
  entries[entryCount] = {descriptor.host, wanted, 0};
  return descriptor.pollEntry = entryCount++;
}

void Poll::add(const Subscription &subscription) {
  Waiter &waiter = waiters[count++];
  waiter = {subscription.userData, 0, 0, Errno::Success, subscription.type};
  if (subscription.type == EventType::Clock) {
    int clock;
    if (!systemClock(subscription.clockOrFd, clock)) {
      waiter.error = Errno::Inval;
      anyError = true;
      return;
    }
    waiter.remaining = subscription.timeout;
    if (subscription.flags & AbsoluteTime) {
      uint64_t current = now(clock);
      waiter.remaining -= minimum(waiter.remaining, current);
    }
    anyClock = true;
    earliest = minimum(earliest, waiter.remaining);
    return;
  }
  Descriptor *descriptor;
  waiter.error = findDescriptor(Fd(subscription.clockOrFd), right::PollFdReadwrite, descriptor);
  if (waiter.error != Errno::Success) {
    anyError = true;
    return;
  }
  bool writes = subscription.type == EventType::FdWrite;
  waiter.entry = addEntry(*descriptor, writes ? PollOut : PollIn);
}

uint32_t Poll::collect(const GuestSpan<Event> &events, uint64_t elapsed) {
  uint32_t stored = 0;
  for (uint32_t i = 0; i != count; ++i) {
    const Waiter &waiter = waiters[i];
    Event event = {};
    event.userData = waiter.userData;
    event.error = waiter.error;
    event.type = waiter.type;
    if (waiter.error == Errno::Success && waiter.type == EventType::Clock) {
      if (waiter.remaining > elapsed)
        continue;
    } else if (waiter.error == Errno::Success) {
      const sys::PollEntry &entry = entries[waiter.entry];
      short ready = waiter.type == EventType::FdWrite ? PollOut : PollIn;
      if (!(entry.results & (ready | PollError | PollHangUp | PollInvalid)))
        continue;
      if (entry.results & PollInvalid)
        event.error = Errno::BadFd;
      else if (entry.results & PollError)
        event.error = ready == PollOut ? Errno::Pipe : Errno::Io;
      if (entry.results & PollHangUp)
        event.flags = HangUp;
      int bytes;
      if (ready == PollIn && sys::readableBytes(entry.fd, bytes) == 0)
        event.readable = uint64_t(bytes);
      else
        event.readable = entry.results & ready ? 1 : 0; // A connection, or room to write.
    }
    events.store(stored++, event);
  }
  return stored;
}

/// ppoll for what is left of `wait`, however often signals break in.
long waitFor(Poll &poll, uint64_t wait, bool forever) {
  constexpr int monotonic = 1;
  uint64_t begin = now(monotonic);
  for (;;) {
    uint64_t elapsed = now(monotonic) - begin;
    sys::Timespec timeout = toTimespec(wait > elapsed ? wait - elapsed : 0);
    long result = waiting(
        [&] { return sys::poll(poll.entries, poll.entryCount, forever ? nullptr : &timeout); });
    if (result != -sys::INTR)
      return result;
  }
}

/// One clock and nothing else.
long sleepFor(const Subscription &subscription, uint64_t remaining) {
  int clock;
  systemClock(subscription.clockOrFd, clock);
  // CPU time clocks cannot be slept on by this thread; the wall clock is as good a wait.
  Poll nothing = {};
  if (clock > 1 || !(subscription.flags & AbsoluteTime))
    return waitFor(nothing, remaining, false);
  sys::Timespec time = toTimespec(subscription.timeout);
  return sys::uninterrupted([&] { return waiting([&] { return sys::sleep(clock, true, time); }); });
}

/// Waits, and says how much time is up.
long wait(Poll &poll, uint64_t &elapsed) {
  elapsed = poll.earliest;
  bool forever = !poll.anyError && !poll.anyClock;
  long ready = waitFor(poll, poll.anyError ? 0 : poll.earliest, forever);
  // Time is up only if nothing else happened first.
  if (ready > 0 || poll.anyError)
    elapsed = 0;
  return ready;
}

template <typename Layout, typename Read>
Errno run(Poll &poll, const GuestSpan<Layout> &list, const GuestSpan<Event> &events,
          GuestPointer<Size> eventCount, Read read) {
  Subscription subscription;
  for (uint32_t i = 0; i != list.size(); ++i) {
    subscription = read(list.load(i));
    if (subscription.type > EventType::FdWrite)
      return Errno::Inval;
    poll.add(subscription);
  }
  uint64_t elapsed = poll.earliest;
  long result = poll.count == 1 && poll.anyClock ? sleepFor(subscription, poll.earliest)
                                                 : wait(poll, elapsed);
  if (result < 0)
    return fromSystem(result);
  eventCount.store(poll.collect(events, elapsed));
  return Errno::Success;
}

template <typename Layout, typename Read>
Errno pollWith(GuestAddress subscriptions, GuestAddress events, uint32_t count,
               GuestPointer<Size> eventCount, Read read) {
  if (count == 0)
    return Errno::Inval;
  uint8_t *input = guestBytes(uint32_t(subscriptions), count * uint64_t(sizeof(Layout)));
  uint8_t *output = guestBytes(uint32_t(events), count * uint64_t(sizeof(Event)));
  if (!input || !output)
    return Errno::Fault;
  GuestSpan<Layout> list(input, count);
  GuestSpan<Event> results(output, count);
  Poll poll;
  if (count <= FewSubscriptions) {
    Waiter waiters[FewSubscriptions];
    sys::PollEntry entries[FewSubscriptions];
    poll.waiters = waiters;
    poll.entries = entries;
    return run(poll, list, results, eventCount, read);
  }
  uint64_t waiterBytes = count * uint64_t(sizeof(Waiter));
  uint64_t size = roundUp(waiterBytes + count * uint64_t(sizeof(sys::PollEntry)), arch::HostPage);
  uint64_t pages = mapPages(size);
  if (!pages)
    return Errno::NoMem;
  poll.waiters = reinterpret_cast<Waiter *>(pages);
  poll.entries = reinterpret_cast<sys::PollEntry *>(pages + waiterBytes);
  Errno error = run(poll, list, results, eventCount, read);
  sys::unmap(pages, size);
  return error;
}

} // namespace

Errno pollOneoff(GuestAddress subscriptions, GuestAddress events, uint32_t count,
                 GuestPointer<Size> eventCount) {
  return pollWith<Subscription>(subscriptions, events, count, eventCount,
                                [](const Subscription &subscription) { return subscription; });
}

Errno pollOneoffUnstable(GuestAddress subscriptions, GuestAddress events, uint32_t count,
                         GuestPointer<Size> eventCount) {
  return pollWith<SubscriptionUnstable>(
      subscriptions, events, count, eventCount, [](const SubscriptionUnstable &old) {
        Subscription subscription = {};
        subscription.userData = old.userData;
        subscription.type = old.type;
        // The descriptor of the other kinds stands where the identifier does.
        subscription.clockOrFd =
            old.type == EventType::Clock ? old.clock : uint32_t(old.identifierOrFd);
        subscription.timeout = old.timeout;
        subscription.precision = old.precision;
        subscription.flags = old.flags;
        return subscription;
      });
}

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_POLL
#include "wasi/Exports.h"
