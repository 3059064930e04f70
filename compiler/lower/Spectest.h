//===-- Spectest.h - The conformance scripts' host module, in static form --===//
//
// The official scripts import a module "spectest" that every host provides: a
// few print functions, globals of value 666 and 666.6, a table of 10 to 20
// elements and a memory of 1 to 2 pages. In static form nothing outside the
// program could provide them, so the conformance driver asks for them to be defined in place.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Types.h"

#include <bit>
#include <cstdint>
#include <string_view>

namespace sinter::spectest {

/// Of spectest.memory and spectest.shared_memory.
inline MemoryType memoryType(std::string_view name) {
  MemoryType type;
  type.limits = {1, 2, false, name == "shared_memory"};
  return type;
}

/// Of spectest.table and spectest.table64.
inline TableType tableType(std::string_view name) {
  return {ValueType::funcref(), {10, 20, name == "table64", false}};
}

/// The bits of spectest.global_<type>.
inline uint64_t globalBits(ValueType type) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
  case ValueType::Kind::I64:
    return 666;
  case ValueType::Kind::F32:
    return std::bit_cast<uint32_t>(666.6f);
  case ValueType::Kind::F64:
    return std::bit_cast<uint64_t>(666.6);
  default:
    return 0;
  }
}

} // namespace sinter::spectest
