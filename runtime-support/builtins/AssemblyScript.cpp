//===-- AssemblyScript.cpp - env.abort, env.seed and env.trace --------------===//
//
// What AssemblyScript's compiler expects of its host. A string is a pointer to
// UTF-16 units with their size in bytes in the four bytes before; bad pointers
// print as nothing, since these calls cannot report an error.
//
//===----------------------------------------------------------------------===//

#include "builtins/Number.h"
#include "sys/Sys.h"
#include "wasi/Guest.h"

using namespace sinter::rt;
using wasi::guestBytes;

/// Appends the string at `pointer` as UTF-8; lone surrogates become U+FFFD.
static void appendString(Message &message, uint32_t pointer) {
  if (pointer < 4)
    return;
  const uint8_t *sizeAt = guestBytes(pointer - 4, 4);
  if (!sizeAt)
    return;
  uint32_t size;
  __builtin_memcpy(&size, sizeAt, sizeof size);
  const uint8_t *units = guestBytes(pointer, size);
  if (!units)
    return;
  auto unit = [&](uint32_t index) {
    return uint32_t(units[2 * index] | units[2 * index + 1] << 8);
  };
  for (uint32_t i = 0, count = size / 2; i != count; ++i) {
    uint32_t code = unit(i);
    if (code >= 0xd800 && code < 0xe000) {
      uint32_t low = code < 0xdc00 && i + 1 != count ? unit(i + 1) : 0;
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        ++i;
      } else {
        code = 0xfffd;
      }
    }
    char bytes[4];
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static constexpr uint8_t lead[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
    for (size_t at = length; at-- > 1; code >>= 6)
      bytes[at] = char(0x80 | (code & 0x3f));
    bytes[0] = char(lead[length] | code);
    message.text(bytes, length);
  }
}

/// A failed assertion or an uncaught throw: says so as AssemblyScript does, then traps.
extern "C" void __sinter_env_abort(uint32_t text, uint32_t file, uint32_t line, uint32_t column) {
  {
    Message message;
    message.text("abort: ");
    appendString(message, text);
    message.text(" in ");
    appendString(message, file);
    message.text("(").number(line).text(":").number(column).text(")\n");
  }
  __sinter_trap(SINTER_TRAP_Unreachable);
}

/// A number to seed Math.random with.
extern "C" double __sinter_env_seed() {
  uint64_t bits = 0;
  sys::random(&bits, sizeof bits);
  return double(bits >> 11);
}

extern "C" void __sinter_env_trace(uint32_t text, uint32_t count, double a, double b, double c,
                                   double d, double e) {
  const double values[] = {a, b, c, d, e};
  Message message;
  message.text("trace: ");
  appendString(message, text);
  for (uint32_t i = 0; i != minimum(count, 5u); ++i) {
    char digits[NumberLimit];
    message.text(i ? ", " : " ").text(digits, formatNumber(values[i], digits));
  }
  message.text("\n");
}
