//===-- Random.cpp - random_get ---------------------------------------------===//

#include "sys/Sys.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

Errno randomGet(GuestSpan<uint8_t> buffer) {
  for (uint32_t done = 0; done != buffer.size();) {
    long result = sys::random(buffer.bytes() + done, buffer.size() - done);
    if (result == -sys::INTR)
      continue;
    if (result < 0)
      return fromSystem(result);
    done += uint32_t(result);
  }
  return Errno::Success;
}

template <> constexpr bool isIndependent<randomGet> = true;

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_RANDOM
#include "wasi/Exports.h"
