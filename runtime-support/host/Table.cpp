//===-- Table.cpp - Tables and globals of instances and hosts ---------------===//
//
// A table's storage is a mapping of whole host pages, `capacity` elements long, since
// __sinter_table_grow (../table) in compiled modules remaps it when it grows; or, where `capacity`
// is 0, a part of the instance, that the first growth copies to a mapping.
// A global is a cell of 8 bytes (16 for v128) in the instance that defines it,
// or here if the host made it.
//
//===----------------------------------------------------------------------===//

#include "Host.h"
#include "arch/Arch.h"

#include <sys/mman.h>

namespace sinter::host {

static constexpr uint64_t ElementsPerHostPage = rt::arch::HostPage / sizeof(void *);

static uint64_t roundUp(uint64_t elements) {
  return (elements + ElementsPerHostPage - 1) & ~(ElementsPerHostPage - 1);
}

/// Makes room for `elements`; false if the system refuses.
static bool reserve(SinterTable &record, uint64_t elements) {
  if (elements <= record.capacity)
    return true;
  uint64_t capacity = roundUp(elements);
  uint64_t bytes = capacity * sizeof(void *);
  void *storage = record.capacity ? mremap(record.elements, record.capacity * sizeof(void *), bytes,
                                           MREMAP_MAYMOVE)
                                  : mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (storage == MAP_FAILED)
    return false;
  if (!record.capacity && record.length)
    memcpy(storage, record.elements, record.length * sizeof(void *));
  record.elements = static_cast<void **>(storage);
  record.capacity = capacity;
  return true;
}

static void release(SinterTable &record) {
  if (record.capacity)
    munmap(record.elements, record.capacity * sizeof(void *));
}

sinter_error_t *makeTable(sinter_store_t *store, SinterTable *record, sinter_valkind_t element,
                          sinter_limits_t limits, sinter_table_t **result, void **elements) {
  if (limits.minimum > store->config.tableLimit)
    return makeError(SINTER_ERROR_RESOURCE,
                     "a table of %llu elements is larger than the store allows",
                     static_cast<unsigned long long>(limits.minimum));
  auto *table = static_cast<sinter_table_t *>(calloc(1, sizeof(sinter_table_t)));
  if (!table)
    return outOfMemory();
  table->record = record ? record : &table->own;
  SinterTable &fields = *table->record;
  fields = {};
  fields.maximum =
      limits.maximum < store->config.tableLimit ? limits.maximum : store->config.tableLimit;
  fields.elements = elements;
  if ((!elements && !reserve(fields, limits.minimum)) ||
      !store->objects.insert(table->record, table)) {
    release(fields);
    free(table);
    return outOfMemory();
  }
  fields.length = limits.minimum;
  table->store = store;
  table->maximum = limits.maximum;
  table->element = element;
  table->is64 = limits.is_64;
  addTo(store->tables, table);
  *result = table;
  return nullptr;
}

void resetTable(SinterTable &record, uint64_t minimum) {
  // What it grew by stays mapped, for the next time.
  record.length = minimum;
  if (minimum)
    memset(record.elements, 0, minimum * sizeof(void *));
}

void limitTable(sinter_table_t &table, uint64_t elements) {
  uint64_t most = table.maximum < elements ? table.maximum : elements;
  SinterTable &record = *table.record;
  record.maximum = record.length > most ? record.length : most;
}

void freeTable(sinter_table_t *table) {
  release(*table->record);
  free(table);
}

sinter_global_t *globalFor(sinter_store_t *store, uint64_t *cell, sinter_valkind_t kind,
                           bool isMutable, Reference reference) {
  if (cell)
    if (void *known = store->objects.find(cell))
      return static_cast<sinter_global_t *>(known);
  auto *global = static_cast<sinter_global_t *>(calloc(1, sizeof(sinter_global_t)));
  if (!global)
    return nullptr;
  global->store = store;
  global->cell = cell ? cell : global->own;
  global->kind = kind;
  global->reference = reference;
  global->isMutable = isMutable;
  if (!store->objects.insert(global->cell, global)) {
    free(global);
    return nullptr;
  }
  addTo(store->globals, global);
  return global;
}

static sinter_error_t *checkElement(const sinter_table_t &table, uint64_t index,
                                    const sinter_val_t *value) {
  if (index >= table.record->length)
    return makeError(SINTER_ERROR_USE, "element %llu is outside a table of %llu elements",
                     static_cast<unsigned long long>(index),
                     static_cast<unsigned long long>(table.record->length));
  return value
             ? checkValue(table.store, *value, table.element, "a table's element", table.reference)
             : nullptr;
}

static void storeCell(sinter_global_t &global, const sinter_val_t &value) {
  if (global.kind == SINTER_V128)
    memcpy(global.cell, value.of.v128, 16);
  else
    global.cell[0] = toSlot(value);
}

} // namespace sinter::host

using namespace sinter::host;

sinter_error_t *sinter_table_new(sinter_store_t *store, sinter_valkind_t element,
                                 sinter_limits_t limits, const sinter_val_t *initial,
                                 sinter_table_t **result) {
  if (!isReference(element))
    return makeError(SINTER_ERROR_USE, "a table holds references, not %s", kindName(element));
  if (initial)
    if (sinter_error_t *error = checkValue(store, *initial, element, "a table's element"))
      return error;
  if (limits.minimum > limits.maximum)
    return makeError(SINTER_ERROR_USE, "a table's maximum is below its minimum");
  sinter_table_t *table = nullptr;
  if (sinter_error_t *error = makeTable(store, nullptr, element, limits, &table))
    return error;
  if (initial)
    for (uint64_t i = 0; i != limits.minimum; ++i)
      table->own.elements[i] = initial->of.externref;
  *result = table;
  return nullptr;
}

sinter_valkind_t sinter_table_element(const sinter_table_t *table) { return table->element; }
uint64_t sinter_table_size(const sinter_table_t *table) { return table->record->length; }
uint64_t sinter_table_maximum(const sinter_table_t *table) { return table->maximum; }

sinter_error_t *sinter_table_get(const sinter_table_t *table, uint64_t index, sinter_val_t *value) {
  if (sinter_error_t *error = checkElement(*table, index, nullptr))
    return error;
  *value = fromSlot(table->element, reinterpret_cast<uint64_t>(table->record->elements[index]));
  return nullptr;
}

sinter_error_t *sinter_table_set(sinter_table_t *table, uint64_t index, const sinter_val_t *value) {
  if (sinter_error_t *error = checkElement(*table, index, value))
    return error;
  table->record->elements[index] = value->of.externref;
  return nullptr;
}

sinter_error_t *sinter_table_grow(sinter_table_t *table, uint64_t elements,
                                  const sinter_val_t *initial, uint64_t *oldSize) {
  SinterTable &record = *table->record;
  sinter_val_t null = fromSlot(table->element, 0);
  if (sinter_error_t *error = checkValue(table->store, initial ? *initial : null, table->element,
                                         "a table's element", table->reference))
    return error;
  uint64_t old = record.length;
  if (elements > record.maximum - old)
    return makeError(
        SINTER_ERROR_RESOURCE, "a table of %llu elements cannot grow by %llu: its maximum is %llu",
        static_cast<unsigned long long>(old), static_cast<unsigned long long>(elements),
        static_cast<unsigned long long>(record.maximum));
  if (!reserve(record, old + elements))
    return outOfMemory();
  for (uint64_t i = 0; i != elements; ++i)
    record.elements[old + i] = initial ? initial->of.externref : nullptr;
  record.length = old + elements;
  if (oldSize)
    *oldSize = old;
  return nullptr;
}

sinter_error_t *sinter_global_new(sinter_store_t *store, bool isMutable, const sinter_val_t *value,
                                  sinter_global_t **result) {
  if (!isValueKind(value->kind))
    return makeError(SINTER_ERROR_USE, "0x%x is no value type", value->kind);
  if (sinter_error_t *error = checkValue(store, *value, value->kind, "a global's value"))
    return error;
  sinter_global_t *global = globalFor(store, nullptr, value->kind, isMutable);
  if (!global)
    return outOfMemory();
  storeCell(*global, *value);
  *result = global;
  return nullptr;
}

sinter_valkind_t sinter_global_kind(const sinter_global_t *global) { return global->kind; }
bool sinter_global_is_mutable(const sinter_global_t *global) { return global->isMutable; }

void sinter_global_get(const sinter_global_t *global, sinter_val_t *value) {
  *value = fromSlot(global->kind, global->cell[0]);
  if (global->kind == SINTER_V128)
    memcpy(value->of.v128, global->cell, 16);
}

sinter_error_t *sinter_global_set(sinter_global_t *global, const sinter_val_t *value) {
  if (!global->isMutable)
    return makeError(SINTER_ERROR_USE, "the global is not mutable");
  if (sinter_error_t *error =
          checkValue(global->store, *value, global->kind, "a global's value", global->reference))
    return error;
  storeCell(*global, *value);
  return nullptr;
}
