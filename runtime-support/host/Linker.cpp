//===-- Linker.cpp - Imports found by their two names -----------------------===//
//
// A list of definitions, searched from the newest, so that a later definition
// replaces an earlier one.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

using namespace sinter::host;

namespace {

struct Definition {
  uint64_t hash;
  sinter_extern_t item;
  size_t moduleSize;
  size_t nameSize;
  char *names; ///< Both, one after the other.
};

uint64_t hashNames(const char *module, size_t moduleSize, const char *name, size_t nameSize) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ moduleSize;
  for (size_t i = 0; i != moduleSize; ++i)
    hash = (hash ^ uint8_t(module[i])) * UINT64_C(0x100000001b3);
  for (size_t i = 0; i != nameSize; ++i)
    hash = (hash ^ uint8_t(name[i])) * UINT64_C(0x100000001b3);
  return hash;
}

bool equal(const char *a, const char *b, size_t size) { return !size || !memcmp(a, b, size); }

} // namespace

struct sinter_linker_t {
  sinter_store_t *store;
  sinter_wasi_config_t *wasi; ///< Or null.
  Definition *definitions;
  size_t count;
  size_t capacity;
};

sinter_linker_t *sinter_linker_new(sinter_store_t *store) {
  auto *linker = static_cast<sinter_linker_t *>(calloc(1, sizeof(sinter_linker_t)));
  if (linker)
    linker->store = store;
  return linker;
}

void sinter_linker_delete(sinter_linker_t *linker) {
  if (!linker)
    return;
  for (size_t i = 0; i != linker->count; ++i)
    free(linker->definitions[i].names);
  free(linker->definitions);
  sinter_wasi_config_delete(linker->wasi);
  free(linker);
}

bool sinter_linker_define(sinter_linker_t *linker, const char *moduleName, size_t moduleNameSize,
                          const char *name, size_t nameSize, sinter_extern_t item) {
  if (linker->count == linker->capacity) {
    size_t capacity = linker->capacity ? 2 * linker->capacity : 16;
    auto *larger =
        static_cast<Definition *>(realloc(linker->definitions, capacity * sizeof(Definition)));
    if (!larger)
      return false;
    linker->definitions = larger;
    linker->capacity = capacity;
  }
  auto *names = static_cast<char *>(malloc(moduleNameSize + nameSize + 1));
  if (!names)
    return false;
  if (moduleNameSize)
    memcpy(names, moduleName, moduleNameSize);
  if (nameSize)
    memcpy(names + moduleNameSize, name, nameSize);
  linker->definitions[linker->count++] = {hashNames(moduleName, moduleNameSize, name, nameSize),
                                          item, moduleNameSize, nameSize, names};
  return true;
}

bool sinter_linker_define_instance(sinter_linker_t *linker, const char *moduleName,
                                   size_t moduleNameSize, sinter_instance_t *instance) {
  const SinterModule &module = *instance->module->descriptor;
  for (uint64_t i = 0; i != module.exportCount; ++i)
    if (!sinter_linker_define(linker, moduleName, moduleNameSize, module.exports[i].name,
                              module.exports[i].nameSize, sinter_instance_export_at(instance, i)))
      return false;
  return true;
}

void sinter_linker_define_wasi(sinter_linker_t *linker, sinter_wasi_config_t *config) {
  if (config)
    retain(config);
  sinter_wasi_config_delete(linker->wasi);
  linker->wasi = config;
}

static sinter_extern_t find(const sinter_linker_t &linker, const SinterExtern &import) {
  uint64_t hash = hashNames(import.moduleName, import.moduleNameSize, import.name, import.nameSize);
  for (size_t i = linker.count; i != 0; --i) {
    const Definition &definition = linker.definitions[i - 1];
    if (definition.hash == hash && definition.moduleSize == import.moduleNameSize &&
        definition.nameSize == import.nameSize &&
        equal(definition.names, import.moduleName, import.moduleNameSize) &&
        equal(definition.names + definition.moduleSize, import.name, import.nameSize))
      return definition.item;
  }
  sinter_extern_t none = {};
  none.kind = SINTER_EXTERN_NONE;
  return none;
}

sinter_error_t *sinter_linker_instantiate(sinter_linker_t *linker, sinter_module_t *module,
                                          sinter_instance_t **instance) {
  const SinterModule &descriptor = *module->descriptor;
  size_t count = descriptor.importCount;
  auto *imports = static_cast<sinter_extern_t *>(calloc(count + 1, sizeof(sinter_extern_t)));
  if (!imports)
    return outOfMemory();
  for (size_t i = 0; i != count; ++i)
    imports[i] = find(*linker, descriptor.imports[i]);
  sinter_error_t *error =
      makeInstance(linker->store, module, imports, count, linker->wasi, instance);
  free(imports);
  return error;
}
