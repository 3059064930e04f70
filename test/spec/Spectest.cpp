//===-- Spectest.cpp - The host module that every script may import ---------===//

#include "Spectest.h"

#include <cstring>

namespace sinter::spec {

static sinter_error_t *printNothing(void *, sinter_store_t *, const sinter_val_t *,
                                    sinter_val_t *) {
  return nullptr;
}

namespace {

class Definer {
public:
  Definer(sinter_store_t *store, sinter_linker_t *linker) : store(store), linker(linker) {}

  void print(const char *name, const sinter_valkind_t *parameters) {
    size_t count = 0;
    while (parameters[count])
      ++count;
    sinter_functype_t type = {parameters, count, nullptr, 0};
    sinter_extern_t item = {SINTER_EXTERN_FUNC, {}};
    item.of.func = sinter_func_new(store, &type, printNothing, nullptr, nullptr);
    define(name, item, item.of.func != nullptr);
  }
  void global(const char *name, sinter_val_t value) {
    sinter_extern_t item = {SINTER_EXTERN_GLOBAL, {}};
    bool made = succeeded(sinter_global_new(store, false, &value, &item.of.global));
    define(name, item, made);
  }
  void table(const char *name, sinter_limits_t limits) {
    sinter_extern_t item = {SINTER_EXTERN_TABLE, {}};
    bool made = succeeded(sinter_table_new(store, SINTER_FUNCREF, limits, nullptr, &item.of.table));
    define(name, item, made);
  }
  void memory(const char *name, sinter_limits_t limits) {
    sinter_extern_t item = {SINTER_EXTERN_MEMORY, {}};
    bool made = succeeded(sinter_memory_new(store, limits, &item.of.memory));
    define(name, item, made);
  }

  bool ok = true;

private:
  static bool succeeded(sinter_error_t *error) {
    if (error)
      sinter_error_delete(error);
    return !error;
  }
  void define(const char *name, const sinter_extern_t &item, bool made) {
    ok = ok && made && sinter_linker_define(linker, "spectest", 8, name, strlen(name), item);
  }

  sinter_store_t *store;
  sinter_linker_t *linker;
};

} // namespace

bool defineSpectest(sinter_store_t *store, sinter_linker_t *linker) {
  Definer definer(store, linker);
  for (const SpectestFunction &function : spectestFunctions)
    definer.print(function.name, function.parameters);
  for (const SpectestGlobal &global : spectestGlobals)
    definer.global(global.name, spectestValue(global.kind));
  const auto [elements, mostElements] = spectestTable;
  const auto [pages, mostPages] = spectestMemory;
  definer.table("table", {elements, mostElements, false, false});
  definer.table("table64", {elements, mostElements, true, false});
  definer.memory("memory", {pages, mostPages, false, false});
  definer.memory("shared_memory", {pages, mostPages, false, true});
  return definer.ok;
}

} // namespace sinter::spec
