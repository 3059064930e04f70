//===-- Bytes.cpp - LEB128, names and UTF-8 --------------------------------===//
//
// Integers follow core 5.2.2. Two faults are told apart, as the official
// scripts do: more bytes than the width allows ("representation too long"),
// and a last byte with bits that the width has no room for ("too large").
//
//===----------------------------------------------------------------------===//
#include "support/Bytes.h"

#include <cstring>

namespace sinter {

bool isUtf8(std::string_view text) {
  const auto *p = reinterpret_cast<const uint8_t *>(text.data());
  const uint8_t *end = p + text.size();
  auto continues = [&](const uint8_t *q) { return (*q & 0xc0) == 0x80; };
  while (p != end) {
    // Eight bytes of ASCII at once: nearly all names are nothing else.
    uint64_t word;
    if (end - p >= 8 && (std::memcpy(&word, p, 8), (word & 0x8080808080808080u) == 0)) {
      p += 8;
      continue;
    }
    uint8_t lead = *p;
    if (lead < 0x80) {
      p += 1;
    } else if (lead < 0xc2) {
      return false; // a continuation byte, or an overlong form
    } else if (lead < 0xe0) {
      if (end - p < 2 || !continues(p + 1))
        return false;
      p += 2;
    } else if (lead < 0xf0) {
      if (end - p < 3 || !continues(p + 1) || !continues(p + 2))
        return false;
      if (lead == 0xe0 && p[1] < 0xa0)
        return false; // overlong
      if (lead == 0xed && p[1] >= 0xa0)
        return false; // surrogate
      p += 3;
    } else if (lead < 0xf5) {
      if (end - p < 4 || !continues(p + 1) || !continues(p + 2) || !continues(p + 3))
        return false;
      if ((lead == 0xf0 && p[1] < 0x90) || (lead == 0xf4 && p[1] >= 0x90))
        return false; // overlong, or beyond U+10FFFF
      p += 4;
    } else {
      return false;
    }
  }
  return true;
}

void ByteReader::fail(uint64_t where, std::string message) {
  if (!hasFailed)
    diag->error(Location::byte(where), std::move(message));
  hasFailed = true;
  position = data.size();
}

void ByteReader::failAtEnd() { fail(offset(), "unexpected end of section or function"); }

uint32_t ByteReader::fixed32() {
  Bytes b = bytes(4);
  uint32_t v = 0;
  for (size_t i = b.size(); i-- > 0;)
    v = v << 8 | b[i];
  return v;
}

uint64_t ByteReader::fixed64() {
  Bytes b = bytes(8);
  uint64_t v = 0;
  for (size_t i = b.size(); i-- > 0;)
    v = v << 8 | b[i];
  return v;
}

uint64_t ByteReader::lebUnsigned(unsigned bits) {
  uint64_t start = offset();
  uint64_t v = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (atEnd()) {
      failAtEnd();
      return 0;
    }
    uint8_t byte = data[position++];
    unsigned room = bits - shift;
    if (room < 7 && (byte & 0x7f) >> room) {
      fail(start, byte & 0x80 ? "integer representation too long" : "integer too large");
      return 0;
    }
    v |= uint64_t(byte & 0x7f) << shift;
    if (!(byte & 0x80))
      return v;
    if (room <= 7) {
      fail(start, "integer representation too long");
      return 0;
    }
  }
}

int64_t ByteReader::lebSigned(unsigned bits) {
  uint64_t start = offset();
  uint64_t v = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (atEnd()) {
      failAtEnd();
      return 0;
    }
    uint8_t byte = data[position++];
    unsigned room = bits - shift;
    if (room <= 7) {
      // The last byte that the width allows: its unused bits repeat the sign.
      if (byte & 0x80) {
        fail(start, "integer representation too long");
        return 0;
      }
      uint8_t mask = uint8_t(0x7f << (room - 1)) & 0x7f; // the sign bit and everything above
      if ((byte & mask) != 0 && (byte & mask) != mask) {
        fail(start, "integer too large");
        return 0;
      }
    }
    v |= uint64_t(byte & 0x7f) << shift;
    if (!(byte & 0x80)) {
      unsigned used = shift + 7;
      if (used < 64 && (byte & 0x40))
        v |= ~uint64_t(0) << used;
      return int64_t(v);
    }
  }
}

int32_t ByteReader::sleb32() { return int32_t(lebSigned(32)); }
int64_t ByteReader::sleb33() { return lebSigned(33); }
int64_t ByteReader::sleb64() { return lebSigned(64); }

Bytes ByteReader::bytes(uint64_t n) {
  if (n > remaining()) {
    failAtEnd();
    return {};
  }
  Bytes b = data.subspan(position, n);
  position += n;
  return b;
}

std::string_view ByteReader::name() {
  uint32_t length = leb32();
  uint64_t start = offset();
  if (length > remaining()) {
    fail(start, "unexpected end: length out of bounds");
    return {};
  }
  Bytes b = bytes(length);
  std::string_view text(reinterpret_cast<const char *>(b.data()), b.size());
  if (!isUtf8(text)) {
    fail(start, "malformed UTF-8 encoding");
    return {};
  }
  return text;
}

ByteReader ByteReader::sub(uint64_t n) {
  uint64_t start = offset();
  if (n > remaining()) {
    fail(start, "unexpected end: length out of bounds");
    ByteReader empty({}, start, *diag);
    empty.hasFailed = true;
    return empty;
  }
  return ByteReader(bytes(n), start, *diag);
}

void ByteWriter::fixed32(uint32_t v) {
  for (int i = 0; i < 4; ++i)
    u8(uint8_t(v >> 8 * i));
}

void ByteWriter::fixed64(uint64_t v) {
  for (int i = 0; i < 8; ++i)
    u8(uint8_t(v >> 8 * i));
}

void ByteWriter::leb(uint64_t v) {
  while (v >= 0x80) {
    u8(uint8_t(v) | 0x80);
    v >>= 7;
  }
  u8(uint8_t(v));
}

void ByteWriter::sleb(int64_t v) {
  while (v < -0x40 || v >= 0x40) {
    u8(uint8_t(v) | 0x80);
    v >>= 7;
  }
  u8(uint8_t(v) & 0x7f);
}

void ByteWriter::name(std::string_view text) {
  leb(text.size());
  bytes({reinterpret_cast<const uint8_t *>(text.data()), text.size()});
}

} // namespace sinter
