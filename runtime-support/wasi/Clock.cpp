//===-- Clock.cpp - clock_* -------------------------------------------------===//

#include "wasi/Clock.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

bool systemClock(uint32_t clock, int &result) {
  // WASI: realtime, monotonic, process CPU time, thread CPU time: the kernel's order as well.
  if (clock > 3)
    return false;
  result = int(clock);
  return true;
}

Errno clockResGet(uint32_t clock, GuestPointer<Timestamp> resolution) {
  int id;
  if (!systemClock(clock, id))
    return Errno::Inval;
  sys::Timespec time;
  if (long result = sys::clockResolution(id, time); result < 0)
    return fromSystem(result);
  resolution.store(toTimestamp(time.seconds, time.nanoseconds));
  return Errno::Success;
}

Errno clockTimeGet(uint32_t clock, Timestamp, GuestAddress address) {
  GuestPointer<Timestamp> time(guestBytesInline(uint32_t(address), sizeof(Timestamp)));
  if (!time.isValid())
    return Errno::Fault;
  int id;
  if (!systemClock(clock, id))
    return Errno::Inval;
  sys::Timespec now;
  if (long result = sys::clockTime(id, now); result < 0)
    return fromSystem(result);
  time.store(toTimestamp(now.seconds, now.nanoseconds));
  return Errno::Success;
}

template <> constexpr bool isIndependent<clockResGet> = true;
template <> constexpr bool isIndependent<clockTimeGet> = true;

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_CLOCK
#include "wasi/Exports.h"
