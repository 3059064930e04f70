//===-- Externs.cpp - The objects for imports and exports -------------------===//
//
// Each function, table, memory, global and tag that the host has met has one object, found in a
// table of the store by what it is: a function by its code and instance, since several references
// lead to it, the others by their objects of sinter.h.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

static uint64_t hashOf(const sinter_extern_t &item) {
  if (item.kind == SINTER_EXTERN_FUNC)
    return sinter_func_hash(item.of.func);
  return (reinterpret_cast<uint64_t>(item.of.table) >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 16;
}

static bool isSame(const sinter_extern_t &a, const sinter_extern_t &b) {
  if (a.kind != b.kind)
    return false;
  return a.kind == SINTER_EXTERN_FUNC ? sinter_func_same(a.of.func, b.of.func)
                                      : a.of.table == b.of.table;
}

static bool growBuckets(wasm_store_t *store) {
  size_t count = store->bucketCount ? 2 * store->bucketCount : 16;
  auto **buckets = static_cast<wasm_extern_t **>(calloc(count, sizeof(wasm_extern_t *)));
  if (!buckets)
    return store->bucketCount != 0;
  for (size_t i = 0; i != store->bucketCount; ++i)
    while (wasm_extern_t *object = store->buckets[i]) {
      store->buckets[i] = object->nextInBucket;
      wasm_extern_t *&bucket = buckets[object->hash & (count - 1)];
      object->nextInBucket = bucket;
      bucket = object;
    }
  free(store->buckets);
  store->buckets = buckets;
  store->bucketCount = count;
  return true;
}

static Kind kindOf(sinter_extern_kind_t kind) {
  switch (kind) {
  case SINTER_EXTERN_FUNC:
    return Kind::Func;
  case SINTER_EXTERN_GLOBAL:
    return Kind::Global;
  case SINTER_EXTERN_TABLE:
    return Kind::Table;
  case SINTER_EXTERN_MEMORY:
    return Kind::Memory;
  default:
    return Kind::Tag;
  }
}

bool addExtern(wasm_store_t *store, wasm_extern_t *object, const sinter_extern_t &item) {
  if (store->externCount >= store->bucketCount && !growBuckets(store))
    return false;
  object->item = item;
  object->hash = hashOf(item);
  wasm_extern_t *&bucket = store->buckets[object->hash & (store->bucketCount - 1)];
  object->nextInBucket = bucket;
  bucket = object;
  ++store->externCount;
  return true;
}

void removeExtern(wasm_store_t *store, const wasm_extern_t *object) {
  if (!store->bucketCount)
    return;
  wasm_extern_t **place = &store->buckets[object->hash & (store->bucketCount - 1)];
  while (*place && *place != object)
    place = &(*place)->nextInBucket;
  if (!*place)
    return; // It was never added.
  *place = object->nextInBucket;
  --store->externCount;
}

wasm_extern_t *externFor(wasm_store_t *store, const sinter_extern_t &item, Group *group) {
  if (item.kind == SINTER_EXTERN_NONE)
    return nullptr;
  uint64_t hash = hashOf(item);
  if (store->bucketCount)
    for (wasm_extern_t *object = store->buckets[hash & (store->bucketCount - 1)]; object;
         object = object->nextInBucket)
      if (object->hash == hash && isSame(object->item, item))
        return object;
  Kind kind = kindOf(item.kind);
  size_t size = kind == Kind::Func ? sizeof(wasm_func_t) : sizeof(wasm_extern_t);
  auto *object = static_cast<wasm_extern_t *>(makeRef(store, kind, size, group));
  return object && addExtern(store, object, item) ? object : nullptr;
}

wasm_func_t *funcFor(wasm_store_t *store, sinter_func_t *func) {
  if (!func)
    return nullptr;
  sinter_extern_t item = {SINTER_EXTERN_FUNC, {}};
  item.of.func = func;
  sinter_instance_t *instance = sinter_func_instance(func);
  auto *group = instance ? static_cast<Group *>(sinter_instance_data(instance)) : nullptr;
  auto *object = static_cast<wasm_func_t *>(externFor(store, item, group));
  // Wasm code has it, so it stays.
  if (object)
    pin(object->group);
  return object;
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

wasm_externkind_t wasm_extern_kind(const wasm_extern_t *item) {
  return wasm_externkind_t(item->kind);
}

wasm_externtype_t *wasm_extern_type(const wasm_extern_t *item) {
  switch (item->kind) {
  case Kind::Func:
    return wasm_func_type(static_cast<const wasm_func_t *>(item));
  case Kind::Global:
    return wasm_global_type(static_cast<const wasm_global_t *>(item));
  case Kind::Table:
    return wasm_table_type(static_cast<const wasm_table_t *>(item));
  case Kind::Memory:
    return wasm_memory_type(static_cast<const wasm_memory_t *>(item));
  default:
    return makeFunctype(ExternTag, sinter_tag_type(item->item.of.tag));
  }
}
