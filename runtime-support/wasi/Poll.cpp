//===-- Poll.cpp - poll_oneoff ----------------------------------------------===//
//
// Clocks become the time that ppoll may wait, descriptors its entries. Files
// are always ready, as ppoll says itself. One clock and nothing else is a plain
// sleep, which keeps to absolute times by itself.
//
//===----------------------------------------------------------------------===//

#include "sys/Sys.h"
#include "wasi/Clock.h"
#include "wasi/FdTable.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

namespace {

constexpr short PollIn = 1, PollOut = 4, PollError = 8, PollHangUp = 16, PollInvalid = 32;
constexpr uint16_t AbsoluteTime = 1, HangUp = 1;

/// Subscriptions per call. Event loops of one thread stay far below.
constexpr uint32_t MaximumSubscriptions = 256;

struct Poll {
  uint32_t count = 0, entryCount = 0;
  Subscription subscriptions[MaximumSubscriptions];
  sys::PollEntry entries[MaximumSubscriptions];
  uint16_t entryOf[MaximumSubscriptions];
  Errno errors[MaximumSubscriptions];
  uint64_t remaining[MaximumSubscriptions]; ///< Of clocks: nanoseconds from the start of the call.
  bool anyError = false, anyClock = false;
  uint64_t earliest = ~UINT64_C(0);

  void prepare(uint32_t index);
  uint32_t collect(const GuestSpan<Event> &events, uint64_t elapsed);
};

uint64_t now(int clock) {
  sys::Timespec time;
  return sys::clockTime(clock, time) < 0 ? 0 : toTimestamp(time.seconds, time.nanoseconds);
}

void Poll::prepare(uint32_t index) {
  const Subscription &subscription = subscriptions[index];
  errors[index] = Errno::Success;
  if (subscription.type == EventType::Clock) {
    int clock;
    if (!systemClock(subscription.clockOrFd, clock)) {
      errors[index] = Errno::Inval;
      anyError = true;
      return;
    }
    uint64_t wait = subscription.timeout;
    if (subscription.flags & AbsoluteTime) {
      uint64_t current = now(clock);
      wait = wait > current ? wait - current : 0;
    }
    remaining[index] = wait;
    anyClock = true;
    earliest = minimum(earliest, wait);
    return;
  }
  Descriptor *descriptor;
  bool writes = subscription.type == EventType::FdWrite;
  errors[index] = findDescriptor(Fd(subscription.clockOrFd), right::PollFdReadwrite, descriptor);
  if (errors[index] != Errno::Success) {
    anyError = true;
    return;
  }
  entryOf[index] = uint16_t(entryCount);
  entries[entryCount++] = {descriptor->host, writes ? PollOut : PollIn, 0};
}

uint32_t Poll::collect(const GuestSpan<Event> &events, uint64_t elapsed) {
  uint32_t stored = 0;
  for (uint32_t i = 0; i != count; ++i) {
    const Subscription &subscription = subscriptions[i];
    Event event = {};
    event.userData = subscription.userData;
    event.error = errors[i];
    event.type = subscription.type;
    if (errors[i] == Errno::Success && subscription.type == EventType::Clock) {
      if (remaining[i] > elapsed)
        continue;
    } else if (errors[i] == Errno::Success) {
      short results = entries[entryOf[i]].results;
      if (!results)
        continue;
      if (results & PollInvalid)
        event.error = Errno::BadFd;
      else if (results & PollError)
        event.error = Errno::Io;
      if (results & PollHangUp)
        event.flags = HangUp;
      event.readable = results & (PollIn | PollOut) ? 1 : 0;
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
    long result = sys::poll(poll.entries, poll.entryCount, forever ? nullptr : &timeout);
    if (result != -sys::INTR)
      return result;
  }
}

Errno run(Poll &poll, const GuestSpan<Event> &events, GuestPointer<Size> eventCount) {
  for (uint32_t i = 0; i != poll.count; ++i)
    poll.prepare(i);
  const Subscription &first = poll.subscriptions[0];
  uint64_t elapsed = poll.earliest;
  if (poll.count == 1 && poll.anyClock) {
    int clock;
    systemClock(first.clockOrFd, clock);
    bool absolute = first.flags & AbsoluteTime;
    // CPU time clocks cannot be slept on by this thread; the wall clock is as good a wait.
    bool sleepable = clock < 2;
    uint64_t wait = absolute && sleepable ? first.timeout : poll.remaining[0];
    sys::Timespec time = toTimespec(wait);
    if (!absolute && sleepable)
      clock = 1;
    long result;
    if (absolute && sleepable) {
      do
        result = sys::sleep(clock, true, time);
      while (result == -sys::INTR);
    } else {
      result = waitFor(poll, wait, false);
    }
    if (result < 0)
      return fromSystem(result);
  } else {
    uint64_t wait = poll.anyError ? 0 : poll.earliest;
    bool forever = !poll.anyError && !poll.anyClock;
    long ready = waitFor(poll, wait, forever);
    if (ready < 0)
      return fromSystem(ready);
    // Time is up only if nothing else happened first.
    if (ready > 0 || poll.anyError)
      elapsed = 0;
  }
  eventCount.store(poll.collect(events, elapsed));
  return Errno::Success;
}

} // namespace

template <typename Layout, typename Read>
static Errno pollWith(GuestAddress subscriptions, GuestAddress events, uint32_t count,
                      GuestPointer<Size> eventCount, Read read) {
  if (count == 0)
    return Errno::Inval;
  if (count > MaximumSubscriptions)
    return Errno::NoMem;
  uint8_t *input = guestBytes(uint32_t(subscriptions), count * uint64_t(sizeof(Layout)));
  uint8_t *output = guestBytes(uint32_t(events), count * uint64_t(sizeof(Event)));
  if (!input || !output)
    return Errno::Fault;
  Poll poll;
  poll.count = count;
  GuestSpan<Layout> list(input, count);
  for (uint32_t i = 0; i != count; ++i) {
    poll.subscriptions[i] = read(list.load(i));
    if (poll.subscriptions[i].type > EventType::FdWrite)
      return Errno::Inval;
  }
  return run(poll, GuestSpan<Event>(output, count), eventCount);
}

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
