//===-- InstanceDelete.cpp - The end of one instance before its store's -----===//
//
// Wasm code of other instances must never reach an instance that is gone, whatever the host does.
// They reach it through what they import, which is counted, and through references to
// its functions. Where those could have gone is seen from types alone: a module with no reference
// at its interface has handed out none. Others end with their store, rather than that all tables be
// searched.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

namespace sinter::host {

/// Whose the import in the slot is; null for a host's.
static sinter_instance_t *ownerOf(const sinter_instance_t *instance, const SinterExtern &import) {
  auto *slot = reinterpret_cast<uint64_t *>(instance->slots) + import.slot;
  const PointerMap &objects = instance->store->objects;
  if (import.kind == SINTER_EXTERN_FUNC) {
    const auto &ref = *reinterpret_cast<SinterFuncRef *>(slot);
    if (const Closure *closure = closureOf(ref)) {
      // WASI works for whom it was given to, also where that handed it on.
      bool isOthers = !closure->function && closure->caller != instance;
      return isOthers ? closure->caller : nullptr;
    }
    return static_cast<sinter_instance_t *>(static_cast<SinterInstance *>(ref.instance)->owner);
  }
  void *object = objects.find(reinterpret_cast<void *>(*slot));
  if (!object)
    return nullptr;
  switch (import.kind) {
  case SINTER_EXTERN_TABLE:
    return static_cast<sinter_table_t *>(object)->owner;
  case SINTER_EXTERN_MEMORY:
    return static_cast<sinter_memory_t *>(object)->owner;
  case SINTER_EXTERN_GLOBAL:
    return static_cast<sinter_global_t *>(object)->owner;
  default:
    return static_cast<sinter_tag_t *>(object)->owner;
  }
}

void noteImport(sinter_instance_t *instance, const SinterExtern &import) {
  if (sinter_instance_t *owner = ownerOf(instance, import))
    ++owner->importers;
}

/// Whether a value of that kind may lead to an instance.
static bool leads(uint64_t kind) {
  return isReference(kind & 0xff) && (kind & 0xff) != SINTER_EXTERNREF;
}

static bool mayHandOut(const SinterModule &module, const SinterExtern *items, uint64_t count,
                       bool isImport) {
  for (uint64_t i = 0; i != count; ++i) {
    const SinterExtern &item = items[i];
    if (item.kind == SINTER_EXTERN_FUNC || item.kind == SINTER_EXTERN_TAG) {
      const SinterFuncType &type = module.types[item.type];
      for (uint64_t k = 0; k != type.parameterCount + type.resultCount; ++k)
        if (leads(type.kinds[k]))
          return true;
    } else if (isImport && item.kind != SINTER_EXTERN_MEMORY && leads(item.type)) {
      return true;
    }
  }
  return false;
}

/// Takes the object for a record or cell of the instance out of the store; null if there is none.
template <typename T> static T *take(sinter_store_t *store, const void *key) {
  auto *object = static_cast<T *>(store->objects.find(key));
  if (!object)
    return nullptr;
  store->objects.remove(key);
  removeFromList(object);
  return object;
}

void freeInstance(sinter_instance_t *instance) {
  freeGuest(instance->wasi);
  sinter_module_delete(instance->module);
  free(instance->slots);
  free(instance);
}

} // namespace sinter::host

using namespace sinter::host;

sinter_error_t *sinter_instance_delete(sinter_instance_t *instance) {
  if (!instance)
    return nullptr;
  sinter_store_t *store = instance->store;
  const SinterModule &module = *instance->module->descriptor;
  if (store->entry)
    return makeError(SINTER_ERROR_USE,
                     "an instance cannot be deleted while a call into its store runs");
  if (instance->importers)
    return makeError(SINTER_ERROR_USE,
                     "the instance cannot be deleted before those that import from it");
  if (mayHandOut(module, module.imports, module.importCount, true) ||
      mayHandOut(module, module.exports, module.exportCount, false))
    return makeError(SINTER_ERROR_USE, "the instance may have handed out references to its "
                                       "functions, so it lives as long as its store");
  for (uint64_t i = 0; i != module.importCount; ++i)
    if (sinter_instance_t *owner = ownerOf(instance, module.imports[i]))
      --owner->importers;
  auto *slots = reinterpret_cast<uint64_t *>(instance->slots);
  pthread_mutex_lock(&store->interruptLock);
  for (uint64_t i = 0; i != module.memoryCount; ++i)
    if (auto *memory = take<sinter_memory_t>(store, slots + module.memories[i].slot))
      freeMemory(memory);
  pthread_mutex_unlock(&store->interruptLock);
  for (uint64_t i = 0; i != module.tableCount; ++i)
    if (auto *table = take<sinter_table_t>(store, slots + module.tables[i].slot))
      freeTable(table);
  for (uint64_t i = 0; i != module.exportCount; ++i) {
    const SinterExtern &item = module.exports[i];
    if (item.indirect)
      continue;
    if (item.kind == SINTER_EXTERN_GLOBAL)
      free(take<sinter_global_t>(store, slots + item.slot));
    else if (item.kind == SINTER_EXTERN_TAG)
      free(take<sinter_tag_t>(store, slots + item.slot));
  }
  removeFromList(instance);
  freeInstance(instance);
  return nullptr;
}
