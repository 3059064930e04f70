//===-- MemFunctions.h - How blocks of bytes are copied, set and compared ---===//
//
// The four functions that a compiler calls unasked. Small sizes dominate, so
// they are done without loops: two loads that may overlap cover every length
// between a power of two and the next. Then 64 bytes a turn, and beyond
// arch::LargeBlock the CPU's own string instruction where it has one. All are
// written over vectors of the compiler's, so that one text serves every CPU.
// In a header so that unit tests can run them beside libc's.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "arch/Arch.h"
#include <stddef.h>
#include <stdint.h>

namespace sinter::rt {

template <typename T> struct __attribute__((packed, may_alias)) Unaligned {
  T value;
};
typedef uint64_t Vector16 __attribute__((vector_size(16)));

template <typename T>
__attribute__((always_inline)) inline T loadAs(const void *from, size_t offset = 0) {
  return reinterpret_cast<const Unaligned<T> *>(static_cast<const char *>(from) + offset)->value;
}
template <typename T>
__attribute__((always_inline)) inline void storeAs(void *to, size_t offset, T value) {
  reinterpret_cast<Unaligned<T> *>(static_cast<char *>(to) + offset)->value = value;
}

/// Copies 2 * sizeof(T) >= size >= sizeof(T) bytes; all loads come before the stores.
template <typename T>
__attribute__((always_inline)) inline void copyPair(void *to, const void *from, size_t size) {
  T first = loadAs<T>(from), last = loadAs<T>(from, size - sizeof(T));
  storeAs<T>(to, 0, first);
  storeAs<T>(to, size - sizeof(T), last);
}

/// Copies up to 128 bytes, overlapping or not; false if there are more.
__attribute__((always_inline)) inline bool copySmall(void *to, const void *from, size_t size) {
  if (size <= 16) {
    if (size >= 8)
      copyPair<uint64_t>(to, from, size);
    else if (size >= 4)
      copyPair<uint32_t>(to, from, size);
    else if (size >= 2)
      copyPair<uint16_t>(to, from, size);
    else if (size)
      *static_cast<char *>(to) = *static_cast<const char *>(from);
    return true;
  }
  if (size <= 32) {
    copyPair<Vector16>(to, from, size);
    return true;
  }
  if (size > 128)
    return false;
  Vector16 a = loadAs<Vector16>(from), b = loadAs<Vector16>(from, 16);
  Vector16 y = loadAs<Vector16>(from, size - 32), z = loadAs<Vector16>(from, size - 16);
  if (size > 64) {
    Vector16 c = loadAs<Vector16>(from, 32), d = loadAs<Vector16>(from, 48);
    Vector16 w = loadAs<Vector16>(from, size - 64), x = loadAs<Vector16>(from, size - 48);
    storeAs(to, 32, c);
    storeAs(to, 48, d);
    storeAs(to, size - 64, w);
    storeAs(to, size - 48, x);
  }
  storeAs(to, 0, a);
  storeAs(to, 16, b);
  storeAs(to, size - 32, y);
  storeAs(to, size - 16, z);
  return true;
}

/// Upwards, more than 128 bytes; right for overlapping blocks if `to` is below `from`.
inline void copyUp(void *to, const void *from, size_t size) {
  if (size >= arch::LargeBlock &&
      reinterpret_cast<uintptr_t>(from) - reinterpret_cast<uintptr_t>(to) >= 64)
    return arch::copyLarge(to, from, size);
  // The ends are loaded before the loop can overwrite them, and the last 64 bytes stored after it.
  Vector16 head = loadAs<Vector16>(from);
  Vector16 w = loadAs<Vector16>(from, size - 64), x = loadAs<Vector16>(from, size - 48);
  Vector16 y = loadAs<Vector16>(from, size - 32), z = loadAs<Vector16>(from, size - 16);
  size_t at = 16 - (reinterpret_cast<uintptr_t>(to) & 15);
  Vector16 a = loadAs<Vector16>(from, at), b = loadAs<Vector16>(from, at + 16);
  Vector16 c = loadAs<Vector16>(from, at + 32), d = loadAs<Vector16>(from, at + 48);
  storeAs(to, 0, head);
  for (;;) {
    storeAs(to, at, a);
    storeAs(to, at + 16, b);
    storeAs(to, at + 32, c);
    storeAs(to, at + 48, d);
    at += 64;
    if (at >= size - 64)
      break;
    a = loadAs<Vector16>(from, at);
    b = loadAs<Vector16>(from, at + 16);
    c = loadAs<Vector16>(from, at + 32);
    d = loadAs<Vector16>(from, at + 48);
  }
  storeAs(to, size - 64, w);
  storeAs(to, size - 48, x);
  storeAs(to, size - 32, y);
  storeAs(to, size - 16, z);
}

/// Downwards, more than 128 bytes, for `to` inside the source block.
inline void copyDown(void *to, const void *from, size_t size) {
  Vector16 a = loadAs<Vector16>(from), b = loadAs<Vector16>(from, 16);
  Vector16 c = loadAs<Vector16>(from, 32), d = loadAs<Vector16>(from, 48);
  for (size_t at = size; at > 64; at -= 64) {
    Vector16 w = loadAs<Vector16>(from, at - 64), x = loadAs<Vector16>(from, at - 48);
    Vector16 y = loadAs<Vector16>(from, at - 32), z = loadAs<Vector16>(from, at - 16);
    storeAs(to, at - 64, w);
    storeAs(to, at - 48, x);
    storeAs(to, at - 32, y);
    storeAs(to, at - 16, z);
  }
  storeAs(to, 0, a);
  storeAs(to, 16, b);
  storeAs(to, 32, c);
  storeAs(to, 48, d);
}

inline void *copyBlock(void *to, const void *from, size_t size) {
  if (!copySmall(to, from, size))
    copyUp(to, from, size);
  return to;
}

inline void *moveBlock(void *to, const void *from, size_t size) {
  if (copySmall(to, from, size))
    return to;
  if (reinterpret_cast<uintptr_t>(to) - reinterpret_cast<uintptr_t>(from) >= size)
    copyUp(to, from, size);
  else
    copyDown(to, from, size);
  return to;
}

inline void *setBlock(void *to, int value, size_t size) {
  uint64_t pattern = uint8_t(value) * UINT64_C(0x0101010101010101);
  if (size <= 16) {
    if (size >= 8) {
      storeAs<uint64_t>(to, 0, pattern);
      storeAs<uint64_t>(to, size - 8, pattern);
    } else if (size >= 4) {
      storeAs<uint32_t>(to, 0, pattern);
      storeAs<uint32_t>(to, size - 4, pattern);
    } else if (size >= 2) {
      storeAs<uint16_t>(to, 0, pattern);
      storeAs<uint16_t>(to, size - 2, pattern);
    } else if (size) {
      *static_cast<uint8_t *>(to) = value;
    }
    return to;
  }
  if (size >= arch::LargeBlock) {
    arch::setLarge(to, value, size);
    return to;
  }
  Vector16 wide = {pattern, pattern};
  storeAs(to, 0, wide);
  storeAs(to, size - 16, wide);
  if (size <= 32)
    return to;
  storeAs(to, 16, wide);
  storeAs(to, size - 32, wide);
  if (size <= 64)
    return to;
  for (size_t at = 16 - (reinterpret_cast<uintptr_t>(to) & 15); at < size - 64; at += 64) {
    storeAs(to, at, wide);
    storeAs(to, at + 16, wide);
    storeAs(to, at + 32, wide);
    storeAs(to, at + 48, wide);
  }
  storeAs(to, size - 64, wide);
  storeAs(to, size - 48, wide);
  return to;
}

/// The sign of the first difference, seen through words read with the first byte on top.
inline int compareWords(uint64_t a, uint64_t b) {
  a = __builtin_bswap64(a);
  b = __builtin_bswap64(b);
  return a < b ? -1 : a > b;
}

inline int compareBlocks(const void *a, const void *b, size_t size) {
  if (size >= 8) {
    size_t at = 0;
    for (; size - at > 32; at += 32) {
      Vector16 difference = (loadAs<Vector16>(a, at) ^ loadAs<Vector16>(b, at)) |
                            (loadAs<Vector16>(a, at + 16) ^ loadAs<Vector16>(b, at + 16));
      if (difference[0] | difference[1])
        break;
    }
    for (; size - at > 8; at += 8) {
      uint64_t left = loadAs<uint64_t>(a, at), right = loadAs<uint64_t>(b, at);
      if (left != right)
        return compareWords(left, right);
    }
    return compareWords(loadAs<uint64_t>(a, size - 8), loadAs<uint64_t>(b, size - 8));
  }
  uint64_t left = 0, right = 0;
  if (size >= 4) {
    left = uint64_t(loadAs<uint32_t>(a)) | uint64_t(loadAs<uint32_t>(a, size - 4))
                                               << 8 * (size - 4);
    right = uint64_t(loadAs<uint32_t>(b)) | uint64_t(loadAs<uint32_t>(b, size - 4))
                                                << 8 * (size - 4);
  } else if (size) {
    const uint8_t *p = static_cast<const uint8_t *>(a), *q = static_cast<const uint8_t *>(b);
    left = p[0] | p[size / 2] << 8 * (size / 2) | p[size - 1] << 8 * (size - 1);
    right = q[0] | q[size / 2] << 8 * (size / 2) | q[size - 1] << 8 * (size - 1);
  }
  return compareWords(left, right);
}

} // namespace sinter::rt
