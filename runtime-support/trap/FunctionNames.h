//===-- FunctionNames.h - What is known of functions, by their first address ===//
#pragma once

#include "sinter/abi/Abi.h"
#include <stddef.h>

namespace sinter::rt {

/// What the row of the function that begins at `address` leads to, or null: its name, or what is
/// inlined into it. The linker sorted the rows.
inline const uint8_t *findFunction(const SinterFunctionName *low, const SinterFunctionName *high,
                                   uint64_t address) {
  while (low != high) {
    const SinterFunctionName *row = low + size_t(high - low) / 2;
    uint64_t code = reinterpret_cast<uint64_t>(&row->code) + row->code;
    if (code == address)
      return reinterpret_cast<const uint8_t *>(&row->name) + row->name;
    if (code < address)
      low = row + 1;
    else
      high = row;
  }
  return nullptr;
}

} // namespace sinter::rt
