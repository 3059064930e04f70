//===-- Entities.cpp - Globals, tables, memories ----------------------------===//
//
// What passes through a table or a global to or from wasm code, the host can no longer follow: a
// function that is put in is pinned (Values.cpp), and what one is read from is pinned as well, for
// the function may be a reference that lies in the owner of the table.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

template <typename T>
static T *externHandle(wasm_store_t *store, sinter_extern_kind_t kind, const auto &set) {
  sinter_extern_t item = {kind, {}};
  set(item);
  return static_cast<T *>(handle(externFor(store, item, nullptr)));
}

static sinter_global_t *of(const wasm_global_t *global) { return global->item.of.global; }
static sinter_table_t *of(const wasm_table_t *table) { return table->item.of.table; }
static sinter_memory_t *of(const wasm_memory_t *memory) { return memory->item.of.memory; }

/// For a value that was read from `place`.
static void pinSource(const wasm_extern_t *place, const sinter_val_t &value) {
  if (value.kind == SINTER_FUNCREF && value.of.funcref)
    pin(place->group);
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

wasm_global_t *wasm_global_new(wasm_store_t *store, const wasm_globaltype_t *type,
                               const wasm_val_t *value) {
  sinter_valkind_t kind;
  sinter_val_t initial;
  if (!fromKind(wasm_valtype_kind(type->content), kind)) {
    fail(store, "wasm.h has no values of the global's type");
    return nullptr;
  }
  sinter_global_t *global = nullptr;
  if (note(store, toSinter(store, *value, kind, initial)) ||
      note(store, sinter_global_new(store->store, type->mutability == WASM_VAR, &initial, &global)))
    return nullptr;
  return externHandle<wasm_global_t>(store, SINTER_EXTERN_GLOBAL,
                                     [&](sinter_extern_t &item) { item.of.global = global; });
}

wasm_globaltype_t *wasm_global_type(const wasm_global_t *global) {
  return wasm_globaltype_new(toValtype(sinter_global_kind(of(global))),
                             sinter_global_is_mutable(of(global)) ? WASM_VAR : WASM_CONST);
}

void wasm_global_get(const wasm_global_t *global, wasm_val_t *out) {
  sinter_val_t value;
  sinter_global_get(of(global), &value);
  pinSource(global, value);
  *out = fromSinter(global->group->store, value);
}

void wasm_global_set(wasm_global_t *global, const wasm_val_t *from) {
  wasm_store_t *store = global->group->store;
  sinter_val_t value;
  if (!note(store, toSinter(store, *from, sinter_global_kind(of(global)), value)))
    note(store, sinter_global_set(of(global), &value));
}

wasm_table_t *wasm_table_new(wasm_store_t *store, const wasm_tabletype_t *type,
                             wasm_ref_t *initial) {
  sinter_valkind_t kind = SINTER_I32; // Which a table cannot hold.
  fromKind(wasm_valtype_kind(type->element), kind);
  sinter_val_t element;
  sinter_table_t *table = nullptr;
  if (note(store, toSinter(store, initial, kind, element)) ||
      note(store, sinter_table_new(store->store, kind, fromLimits(type->limits), &element, &table)))
    return nullptr;
  return externHandle<wasm_table_t>(store, SINTER_EXTERN_TABLE,
                                    [&](sinter_extern_t &item) { item.of.table = table; });
}

wasm_tabletype_t *wasm_table_type(const wasm_table_t *table) {
  wasm_limits_t limits = toLimits(sinter_table_size(of(table)), sinter_table_maximum(of(table)));
  return wasm_tabletype_new(toValtype(sinter_table_element(of(table))), &limits);
}

wasm_ref_t *wasm_table_get(const wasm_table_t *table, wasm_table_size_t index) {
  wasm_store_t *store = table->group->store;
  sinter_val_t value;
  if (note(store, sinter_table_get(of(table), index, &value)))
    return nullptr;
  pinSource(table, value);
  return refFromSinter(store, value);
}

bool wasm_table_set(wasm_table_t *table, wasm_table_size_t index, wasm_ref_t *ref) {
  wasm_store_t *store = table->group->store;
  sinter_val_t value;
  return !note(store, toSinter(store, ref, sinter_table_element(of(table)), value)) &&
         !note(store, sinter_table_set(of(table), index, &value));
}

wasm_table_size_t wasm_table_size(const wasm_table_t *table) {
  return toLimits(sinter_table_size(of(table)), 0).min;
}

bool wasm_table_grow(wasm_table_t *table, wasm_table_size_t delta, wasm_ref_t *initial) {
  wasm_store_t *store = table->group->store;
  sinter_val_t value;
  return !note(store, toSinter(store, initial, sinter_table_element(of(table)), value)) &&
         !note(store, sinter_table_grow(of(table), delta, &value, nullptr));
}

wasm_memory_t *wasm_memory_new(wasm_store_t *store, const wasm_memorytype_t *type) {
  sinter_memory_t *memory = nullptr;
  if (note(store, sinter_memory_new(store->store, fromLimits(type->limits), &memory)))
    return nullptr;
  return externHandle<wasm_memory_t>(store, SINTER_EXTERN_MEMORY,
                                     [&](sinter_extern_t &item) { item.of.memory = memory; });
}

wasm_memorytype_t *wasm_memory_type(const wasm_memory_t *memory) {
  wasm_limits_t limits =
      toLimits(sinter_memory_size(of(memory)), sinter_memory_maximum(of(memory)));
  return wasm_memorytype_new(&limits);
}

byte_t *wasm_memory_data(wasm_memory_t *memory) {
  return reinterpret_cast<byte_t *>(sinter_memory_data(of(memory)));
}

size_t wasm_memory_data_size(const wasm_memory_t *memory) {
  return sinter_memory_size_bytes(of(memory));
}

wasm_memory_pages_t wasm_memory_size(const wasm_memory_t *memory) {
  return toLimits(sinter_memory_size(of(memory)), 0).min;
}

bool wasm_memory_grow(wasm_memory_t *memory, wasm_memory_pages_t delta) {
  return !note(memory->group->store, sinter_memory_grow(of(memory), delta, nullptr));
}
