//===-- Instances.cpp - Instances and their exports -------------------------===//
//
// An instance's exports belong to its group, and the groups of what it imports live as long as it
// does. One whose start function trapped has no group; what it imported stays with the store, since
// its functions may be in a table.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

/// The imports as sinter.h has them; `items` has room for `count`.
static sinter_error_t *toImports(const wasm_store_t *store, const wasm_extern_vec_t *imports,
                                 sinter_extern_t *items, size_t count) {
  if ((imports ? imports->size : 0) < count)
    return sinter_error_new(SINTER_ERROR_LINK, 0,
                            "unknown import: fewer imports than the module "
                            "has were given");
  for (size_t i = 0; i != count; ++i) {
    const wasm_extern_t *import = imports->data[i];
    if (import && import->group->store != store)
      return sinter_error_new(SINTER_ERROR_USE, 0, "an import belongs to another store");
    items[i] = import ? import->item : sinter_extern_t{SINTER_EXTERN_NONE, {}};
  }
  return nullptr;
}

/// A group for the instance with what it imports.
static wasm_instance_t *makeInstance(wasm_store_t *store, const wasm_extern_vec_t *imports,
                                     size_t count) {
  auto **groups = static_cast<Group **>(calloc(count + 1, sizeof(Group *)));
  auto *instance = groups ? makeRef<wasm_instance_t>(store, Kind::Instance) : nullptr;
  if (!instance) {
    free(groups);
    return nullptr;
  }
  Group *group = instance->group;
  group->imports = groups;
  for (size_t i = 0; i != count; ++i)
    if (const wasm_extern_t *import = imports->data[i]) {
      hold(import->group);
      groups[group->importCount++] = import->group;
    }
  return instance;
}

static sinter_error_t *instantiate(wasm_store_t *store, const wasm_shared_module_t &shared,
                                   const wasm_extern_vec_t *imports, wasm_instance_t *&result) {
  size_t count = sinter_module_import_count(shared.module);
  auto *items = static_cast<sinter_extern_t *>(calloc(count + 1, sizeof(sinter_extern_t)));
  sinter_error_t *error = items ? toImports(store, imports, items, count)
                                : sinter_error_new(SINTER_ERROR_RESOURCE, 0, "out of memory");
  wasm_instance_t *instance = nullptr;
  if (!error) {
    instance = handle(makeInstance(store, imports, count));
    if (!instance)
      error = sinter_error_new(SINTER_ERROR_RESOURCE, 0, "out of memory");
  }
  if (instance) {
    error = sinter_instance_new(store->store, shared.module, items, count, &instance->instance);
    if (error && sinter_error_kind(error) != SINTER_ERROR_LINK)
      pin(instance->group);
    if (error) {
      release(instance);
    } else {
      instance->group->instance = instance->instance;
      sinter_instance_set_data(instance->instance, instance->group);
      result = instance;
    }
  }
  free(items);
  return error;
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

wasm_instance_t *wasm_instance_new(wasm_store_t *store, const wasm_module_t *module,
                                   const wasm_extern_vec_t *imports, wasm_trap_t **trap) {
  Call call(store);
  wasm_instance_t *instance = nullptr;
  sinter_error_t *error = instantiate(store, *module->shared, imports, instance);
  if (trap)
    *trap = error ? toTrap(store, error) : nullptr;
  else
    note(store, error);
  return instance;
}

void wasm_instance_exports(const wasm_instance_t *instance, wasm_extern_vec_t *out) {
  wasm_store_t *store = instance->group->store;
  size_t count = sinter_module_export_count(sinter_instance_module(instance->instance));
  wasm_extern_vec_new_uninitialized(out, count);
  for (size_t i = 0; i != out->size; ++i)
    out->data[i] =
        handle(externFor(store, sinter_instance_export_at(instance->instance, i), instance->group));
}
