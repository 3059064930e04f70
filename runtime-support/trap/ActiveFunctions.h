//===-- ActiveFunctions.h - Which wasm functions a frame is of --------------===//
//
// A function is known by its first address, which its row in section
// sinter_functions and its unwind entry share. What was inlined into it, and
// where, is in a table that a row in section sinter_inlined leads to
// (docs/abi.md). Both come from our compiler and are not checked.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sinter/abi/Abi.h"
#include "trap/TableCursor.h"
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

/// The functions that a program counter is in, innermost first. Inlined, since each program has one
/// use of it and its bytes count.
class ActiveFunctions {
public:
  /// Of the function that begins at `function`, by what its rows lead to; both may be null.
  [[gnu::always_inline]] ActiveFunctions(const uint8_t *name, const uint8_t *inlined,
                                         uint64_t function, uint64_t pc)
      : name(name), table(reinterpret_cast<uint64_t>(inlined)) {
    if (!table)
      return;
    TableCursor entries = from(table);
    while ((function += distance(entries)) <= pc)
      node = entries.unsignedLeb();
  }

  /// The next name, or null.
  [[gnu::always_inline]] const char *next() {
    uint64_t result = reinterpret_cast<uint64_t>(name);
    if (node) {
      TableCursor cursor = from(table - node);
      result = cursor.at;
      result += int32_t(cursor.word());
      node = cursor.unsignedLeb();
    } else {
      name = nullptr;
    }
    return reinterpret_cast<const char *>(result);
  }

private:
  static TableCursor from(uint64_t at) { return {at, UINT64_MAX}; }
  static uint64_t distance(TableCursor &entries) {
#if defined(__riscv) && defined(SINTER_LIBRARY)
    return entries.word();
#else
    return entries.unsignedLeb();
#endif
  }

  const uint8_t *name;
  uint64_t table;    ///< Entries begin here, nodes end here.
  uint64_t node = 0; ///< How far before `table` the innermost one that is left begins.
};

} // namespace sinter::rt
