//===-- Table.cpp - Making and growing tables -------------------------------===//
//
// Core 4.2.7 and 4.4.6. Generated code reloads `elements` after anything that
// can grow a table, so growing may move it. Filling and initialising are in
// inline/.
//
//===----------------------------------------------------------------------===//

#include "table/Table.h"
#include "Runtime.h"
#include "memory/Memory.h"
#include "sys/Sys.h"

namespace sinter::rt {

/// What engines agreed on as the most elements of a table (JavaScript API, limits).
static constexpr uint64_t MaximumElements = 10'000'000;

void releaseTables() {
  for (uint64_t i = 0; i != __sinter_program.tableCount; ++i)
    if (const SinterTable &table = tableRecord(i); table.capacity)
      sys::unmap(reinterpret_cast<uint64_t>(table.elements), table.capacity * sizeof(void *));
}

} // namespace sinter::rt

using namespace sinter::rt;

extern "C" void __sinter_make_tables() {
  for (uint64_t i = 0; i != __sinter_program.tableCount; ++i) {
    const SinterProgramTable &table = __sinter_program.tables[i];
    SinterTable &record = tableRecord(i);
    record.length = table.minimum;
    record.maximum = minimum(table.maximum, maximum(MaximumElements, table.minimum));
    record.capacity = roundUp(table.minimum * sizeof(void *), arch::HostPage) / sizeof(void *);
    record.elements = nullptr;
    if (!record.capacity)
      continue;
    record.elements = reinterpret_cast<void **>(mapPages(record.capacity * sizeof(void *)));
    if (!record.elements)
      refuse("tables");
  }
}

static bool reserve(SinterTable &table, uint64_t elements) {
  uint64_t capacity = minimum(maximum(elements, 2 * table.capacity), table.maximum);
  capacity = roundUp(capacity * sizeof(void *), arch::HostPage) / sizeof(void *);
  uint64_t bytes = capacity * sizeof(void *);
  long result = table.capacity ? sys::remap(reinterpret_cast<uint64_t>(table.elements),
                                            table.capacity * sizeof(void *), bytes)
                               : sys::map(0, bytes, sys::ProtReadWrite, 0);
  if (sys::failed(result))
    return false;
  // Storage that is no mapping is whoever made it's, and stays.
  for (uint64_t i = 0; !table.capacity && i != table.length; ++i)
    reinterpret_cast<void **>(result)[i] = table.elements[i];
  table.elements = reinterpret_cast<void **>(result);
  table.capacity = capacity;
  return true;
}

extern "C" uint64_t __sinter_table_grow(SinterTable *table, uint64_t delta, void *initial) {
  uint64_t old = table->length;
  if (delta > table->maximum - old)
    return ~UINT64_C(0);
  if (old + delta > table->capacity && !reserve(*table, old + delta))
    return ~UINT64_C(0);
  for (uint64_t i = 0; i != delta; ++i)
    table->elements[old + i] = initial;
  table->length = old + delta;
  return old;
}
