//===-- FunctionNames.h - Names of functions by their first address ---------===//
#pragma once

#include "sinter/abi/Abi.h"

namespace sinter::rt {

/// The name of the function that begins at `address`, or null. The linker sorted the rows.
inline const char *functionName(const SinterFunctionName *low, const SinterFunctionName *high,
                                uint64_t address) {
  while (low != high) {
    const SinterFunctionName *row = low + (high - low) / 2;
    uint64_t code = reinterpret_cast<uint64_t>(&row->code) + row->code;
    if (code == address)
      return reinterpret_cast<const char *>(&row->name) + row->name;
    if (code < address)
      low = row + 1;
    else
      high = row;
  }
  return nullptr;
}

} // namespace sinter::rt
