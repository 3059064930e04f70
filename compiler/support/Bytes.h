//===-- Bytes.h - A sticky reader over bytes, and their writer -------------===//
//
// ByteReader reports the first error it meets, moves its cursor to the end
// and from then on returns zeros, so that decoding code needs no check after each
// read: loops that run while !atEnd() simply stop. Offsets in errors are
// absolute in the file. LEB128 follows core 5.2.2 to the letter: at most
// ceil(N/7) bytes, unused bits of the last byte all zero (or all sign).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Diagnostics.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sinter {

using Bytes = std::span<const uint8_t>;

/// True if `text` is well-formed UTF-8 (core 5.2.4: no surrogates, no overlong forms).
[[nodiscard]] bool isUtf8(std::string_view text);

class ByteReader {
public:
  /// Reads `bytes`, whose first byte is at `fileOffset` of the file that `diag` speaks of.
  ByteReader(Bytes bytes, uint64_t fileOffset, Diagnostics &diag)
      : data(bytes), base(fileOffset), diag(&diag) {}

  [[nodiscard]] bool atEnd() const { return position == data.size(); }
  [[nodiscard]] bool failed() const { return hasFailed; }
  [[nodiscard]] size_t remaining() const { return data.size() - position; }
  /// The file offset of the next byte.
  [[nodiscard]] uint64_t offset() const { return base + position; }

  uint8_t u8() {
    if (atEnd()) [[unlikely]] {
      failAtEnd();
      return 0;
    }
    return data[position++];
  }
  /// The next byte without taking it; 0 at the end.
  [[nodiscard]] uint8_t peek() const { return atEnd() ? 0 : data[position]; }
  uint32_t fixed32();
  uint64_t fixed64();
  uint32_t leb32() {
    // Nearly every integer of a module is one byte long.
    if (position < data.size() && data[position] < 0x80) [[likely]]
      return data[position++];
    return uint32_t(lebUnsigned(32));
  }
  uint64_t leb64() { return lebUnsigned(64); }
  int32_t sleb32();
  int64_t sleb33();
  int64_t sleb64();
  /// The next `n` bytes.
  Bytes bytes(uint64_t n);
  /// A length-prefixed UTF-8 name (core 5.2.4).
  std::string_view name();
  /// A reader over the next `n` bytes, which this one skips.
  ByteReader sub(uint64_t n);

  /// Reports `message` at `where` unless something failed already, and drains.
  void fail(uint64_t where, std::string message);

private:
  void failAtEnd();
  uint64_t lebUnsigned(unsigned bits);
  int64_t lebSigned(unsigned bits);

  Bytes data;
  size_t position = 0;
  uint64_t base;
  Diagnostics *diag;
  bool hasFailed = false;
};

class ByteWriter {
public:
  void u8(uint8_t v) { out.push_back(v); }
  void fixed32(uint32_t v);
  void fixed64(uint64_t v);
  void leb(uint64_t v);
  void sleb(int64_t v);
  void bytes(Bytes b) { out.insert(out.end(), b.begin(), b.end()); }
  void name(std::string_view text);
  [[nodiscard]] size_t size() const { return out.size(); }
  std::vector<uint8_t> out;
};

} // namespace sinter
