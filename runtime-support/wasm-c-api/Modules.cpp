//===-- Modules.cpp - Modules: made, shared, looked at ----------------------===//
//
// A module is the shared object that Sinter made of it, loaded, and its bytes, which serialising
// gives back. Stores have references of their own to it.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

void releaseShared(wasm_shared_module_t *shared) {
  if (!shared || __atomic_sub_fetch(&shared->references, 1, __ATOMIC_ACQ_REL))
    return;
  sinter_module_delete(shared->module);
  wasm_byte_vec_delete(&shared->object);
  free(shared);
}

static wasm_shared_module_t *retain(const wasm_shared_module_t *from) {
  auto *shared = const_cast<wasm_shared_module_t *>(from);
  __atomic_fetch_add(&shared->references, 1, __ATOMIC_RELAXED);
  return shared;
}

/// Takes over a reference to `shared`.
static wasm_module_t *makeModule(wasm_store_t *store, wasm_shared_module_t *shared) {
  auto *module = makeRef<wasm_module_t>(store, Kind::Module);
  if (module)
    module->shared = shared;
  else
    releaseShared(shared);
  return handle(module);
}

/// Takes over `object`.
static wasm_module_t *load(wasm_store_t *store, wasm_byte_vec_t &object) {
  auto *shared = make<wasm_shared_module_t>();
  if (!shared) {
    wasm_byte_vec_delete(&object);
    fail(store, "out of memory");
    return nullptr;
  }
  shared->references = 1;
  shared->object = object;
  if (note(store, sinter_module_from_bytes(object.data, object.size, &shared->module))) {
    releaseShared(shared);
    return nullptr;
  }
  return makeModule(store, shared);
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

wasm_module_t *wasm_module_new(wasm_store_t *store, const wasm_byte_vec_t *binary) {
  wasm_byte_vec_t object;
  if (note(store, compileModule(store->engine->config, *binary, object)))
    return nullptr;
  return load(store, object);
}

bool wasm_module_validate(wasm_store_t *store, const wasm_byte_vec_t *binary) {
  return !note(store, validateModule(store->engine->config, *binary));
}

wasm_module_t *wasm_module_deserialize(wasm_store_t *store, const wasm_byte_vec_t *object) {
  wasm_byte_vec_t copy;
  wasm_byte_vec_copy(&copy, object);
  return load(store, copy);
}

void wasm_module_serialize(const wasm_module_t *module, wasm_byte_vec_t *out) {
  wasm_byte_vec_copy(out, &module->shared->object);
}

wasm_shared_module_t *wasm_module_share(const wasm_module_t *module) {
  return retain(module->shared);
}

void wasm_shared_module_delete(wasm_shared_module_t *shared) { releaseShared(shared); }

wasm_module_t *wasm_module_obtain(wasm_store_t *store, const wasm_shared_module_t *shared) {
  return makeModule(store, retain(shared));
}

void wasm_module_imports(const wasm_module_t *module, wasm_importtype_vec_t *out) {
  const sinter_module_t *compiled = module->shared->module;
  wasm_importtype_vec_new_uninitialized(out, sinter_module_import_count(compiled));
  for (size_t i = 0; i != out->size; ++i) {
    sinter_externtype_t type;
    sinter_module_import(compiled, i, &type);
    wasm_name_t from, name;
    wasm_name_new(&from, type.module_name_size, type.module_name);
    wasm_name_new(&name, type.name_size, type.name);
    out->data[i] = wasm_importtype_new(&from, &name, toExterntype(type));
  }
}

void wasm_module_exports(const wasm_module_t *module, wasm_exporttype_vec_t *out) {
  const sinter_module_t *compiled = module->shared->module;
  wasm_exporttype_vec_new_uninitialized(out, sinter_module_export_count(compiled));
  for (size_t i = 0; i != out->size; ++i) {
    sinter_externtype_t type;
    sinter_module_export(compiled, i, &type);
    wasm_name_t name;
    wasm_name_new(&name, type.name_size, type.name);
    out->data[i] = wasm_exporttype_new(&name, toExterntype(type));
  }
}
