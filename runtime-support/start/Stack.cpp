//===-- Stack.cpp - A stack with a guard, for each thread -------------------===//

#include "start/Stack.h"
#include "memory/Memory.h"
#include "sys/Sys.h"

namespace sinter::rt {

/// Wide enough that a frame of the runtime's own cannot step over it; generated code probes.
static constexpr uint64_t GuardSize = 65536;
static constexpr uint64_t SignalStackSize = 65536;

bool mapStack(ThreadState &thread, uint64_t above, StackMapping &mapping) {
  bool checked = __sinter_program.flags & SINTER_FLAG_CHECKED_MEMORY;
  uint64_t size =
      roundUp(maximum<uint64_t>(__sinter_program.stackSize, 2 * SINTER_STACK_RESERVE), PageSize);
  mapping.signalStackSize = checked ? 0 : SignalStackSize;
  uint64_t below = mapping.signalStackSize + GuardSize;
  mapping.size = below + size + above;
  mapping.begin = mapPages(mapping.size);
  if (!mapping.begin)
    return false;
  thread.stackLow = mapping.begin + below;
  thread.stackHigh = thread.stackLow + size;
  thread.stackGuard = thread.stackLow - GuardSize;
  if (!sys::failed(sys::protect(thread.stackGuard, GuardSize, sys::ProtNone)))
    return true;
  sys::unmap(mapping.begin, mapping.size);
  return false;
}

void useSignalStack(const StackMapping &mapping) {
  if (mapping.signalStackSize)
    sys::setAlternateStack(reinterpret_cast<void *>(mapping.begin), mapping.signalStackSize);
}

} // namespace sinter::rt
