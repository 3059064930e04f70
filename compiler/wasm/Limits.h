//===-- Limits.h - Implementation limits and how exceeding one reads -------===//
//
// The numbers are in Limits.def.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"

#include <cstdint>

namespace sinter {

enum class Limit : uint8_t {
#define LIMIT(NAME, VALUE, TEXT) NAME,
#include "wasm/Limits.def"
};

[[nodiscard]] constexpr uint64_t limitValue(Limit limit) {
  constexpr uint64_t values[] = {
#define LIMIT(NAME, VALUE, TEXT) VALUE,
#include "wasm/Limits.def"
  };
  return values[unsigned(limit)];
}

/// "too many locals: 60000 locals of a function (the limit is 50000)".
[[nodiscard]] std::string limitMessage(Limit limit, uint64_t count);

/// True if `count` is within `limit`; else false after an error at `where`.
[[nodiscard]] inline bool withinLimit(Limit limit, uint64_t count, ByteReader &reader,
                                      uint64_t where) {
  if (count <= limitValue(limit)) [[likely]]
    return true;
  reader.fail(where, limitMessage(limit, count));
  return false;
}

} // namespace sinter
