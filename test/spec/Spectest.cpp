//===-- Spectest.cpp - The host module that every script may import ---------===//
//
// Print functions that print nothing, since scripts assert nothing about what they print; globals
// of 666 and 666.6; tables of 10 to 20 functions and memories of 1 to 2 pages.
//
//===----------------------------------------------------------------------===//

#include "Spectest.h"

#include <cstring>
#include <initializer_list>

namespace sinter::spec {

static sinter_error_t *printNothing(void *, sinter_store_t *, const sinter_val_t *,
                                    sinter_val_t *) {
  return nullptr;
}

namespace {

class Definer {
public:
  Definer(sinter_store_t *store, sinter_linker_t *linker) : store(store), linker(linker) {}

  void print(const char *name, std::initializer_list<sinter_valkind_t> parameters) {
    sinter_functype_t type = {parameters.begin(), parameters.size(), nullptr, 0};
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
  definer.print("print", {});
  definer.print("print_i32", {SINTER_I32});
  definer.print("print_i64", {SINTER_I64});
  definer.print("print_f32", {SINTER_F32});
  definer.print("print_f64", {SINTER_F64});
  definer.print("print_i32_f32", {SINTER_I32, SINTER_F32});
  definer.print("print_f64_f64", {SINTER_F64, SINTER_F64});
  sinter_val_t value = {};
  value.kind = SINTER_I32;
  value.of.i32 = 666;
  definer.global("global_i32", value);
  value.kind = SINTER_I64;
  value.of.i64 = 666;
  definer.global("global_i64", value);
  value.kind = SINTER_F32;
  value.of.f32 = 666.6f;
  definer.global("global_f32", value);
  value.kind = SINTER_F64;
  value.of.f64 = 666.6;
  definer.global("global_f64", value);
  definer.table("table", {10, 20, false, false});
  definer.table("table64", {10, 20, true, false});
  definer.memory("memory", {1, 2, false, false});
  definer.memory("shared_memory", {1, 2, false, true});
  return definer.ok;
}

} // namespace sinter::spec
