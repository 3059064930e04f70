//===-- TableCursor.h - Reading the tables that linkers leave --------------===//
#pragma once

#include <stdint.h>

namespace sinter::rt {

/// Reads upwards from `at`. A read beyond the end leaves nothing to read for good, so that one look
/// at the end of the work is enough.
struct TableCursor {
  uint64_t at, end;

  void fail() { at = end = 0; }
  bool failed() const { return end == 0; }
  void skip(uint64_t size) {
    if (size > end - at)
      fail();
    else
      at += size;
  }
  /// The next `size` bytes as a number; 0 after a failure.
  uint64_t fixed(unsigned size) {
    uint64_t value = 0, begin = at;
    skip(size);
    if (!failed())
      while (size)
        value = value << 8 | reinterpret_cast<const uint8_t *>(begin)[--size];
    return value;
  }
  uint8_t byte() { return uint8_t(fixed(1)); }
  uint32_t word() { return uint32_t(fixed(4)); }
  uint64_t unsignedLeb() { return leb(false); }
  int64_t signedLeb() { return int64_t(leb(true)); }
  uint64_t leb(bool isSigned) {
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t next;
    do {
      next = byte();
      if (shift < 64)
        value |= uint64_t(next & 0x7f) << shift;
      shift += 7;
    } while (next & 0x80);
    if (isSigned && (next & 0x40) && shift < 64)
      value |= ~UINT64_C(0) << shift;
    return value;
  }
  /// A pointer in one of the encodings of the Linux Standard Base that are in use: 4 or 8 bytes,
  /// signed or not, absolute or relative to its own place; or a LEB128.
  uint64_t encoded(uint8_t encoding) {
    uint64_t base = at, value = 0;
    if ((encoding & 0x70) == 0)
      base = 0;
    else if ((encoding & 0x70) != 0x10)
      fail();
    if ((encoding & 0x0f) == 0x01)
      value = unsignedLeb();
    else if ((encoding & 0x03) == 0)
      value = fixed(8);
    else if ((encoding & 0x07) == 0x03)
      value = encoding & 0x08 ? uint64_t(int32_t(word())) : word();
    else
      fail();
    return base + value;
  }
  /// The same where 0 means none.
  uint64_t encodedOrNull(uint8_t encoding) {
    TableCursor raw = *this;
    bool isNull = raw.encoded(encoding & 0x0f) == 0;
    uint64_t value = encoded(encoding);
    return isNull ? 0 : value;
  }
};

} // namespace sinter::rt
