#include "program.h"

static wasm_trap_t *negate(const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  results->data[0].of.i32 = -arguments->data[0].of.i32;
  return NULL;
}

static bool isSet(wasm_table_t *table, wasm_table_size_t i, const wasm_func_t *expected) {
  wasm_ref_t *ref = wasm_table_get(table, i);
  bool same = ref && (!expected || wasm_func_same(wasm_ref_as_func(ref), expected));
  wasm_ref_delete(ref);
  return same;
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_instance_t *instance = instantiate(store, module, NULL, 0);
  wasm_extern_vec_t exports;
  wasm_instance_exports(instance, &exports);
  wasm_table_t *table = wasm_extern_as_table(exports.data[0]);
  wasm_func_t *indirect = exportedFunc(&exports, 1);
  wasm_func_t *f = exportedFunc(&exports, 2), *g = exportedFunc(&exports, 3);
  wasm_functype_t *type = wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32());
  wasm_func_t *h = wasm_func_new(store, type, negate);
  wasm_functype_delete(type);

  // As the module made it: null, then f.
  CHECK(wasm_table_size(table) == 2 && !isSet(table, 0, NULL) && isSet(table, 1, f));
  CHECK(call(indirect, 2, 7, 0) == -1000 && call(indirect, 2, 7, 1) == 7);
  CHECK(call(indirect, 2, 7, 2) == -1000);

  CHECK(wasm_table_set(table, 0, wasm_func_as_ref(g)) && wasm_table_set(table, 1, NULL));
  CHECK(!wasm_table_set(table, 2, wasm_func_as_ref(f)));
  CHECK(isSet(table, 0, g) && !isSet(table, 1, NULL));
  CHECK(call(indirect, 2, 7, 0) == 666 && call(indirect, 2, 0, 1) == -1000);

  CHECK(wasm_table_grow(table, 3, NULL) && wasm_table_size(table) == 5);
  CHECK(wasm_table_set(table, 2, wasm_func_as_ref(f)));
  CHECK(wasm_table_set(table, 3, wasm_func_as_ref(h)));
  CHECK(call(indirect, 2, 5, 2) == 5 && call(indirect, 2, 6, 3) == -6);
  CHECK(wasm_table_grow(table, 2, wasm_func_as_ref(f)) && isSet(table, 6, f));
  CHECK(!wasm_table_grow(table, 5, NULL) && wasm_table_grow(table, 3, NULL));
  CHECK(wasm_table_grow(table, 0, NULL) && wasm_table_size(table) == 10);

  // A table keeps a function alive without a handle.
  wasm_func_delete(h);
  CHECK(call(indirect, 2, 8, 3) == -8);
  wasm_ref_t *back = wasm_table_get(table, 3);
  CHECK(call(wasm_ref_as_func(back), 1, 9, 0) == -9);
  wasm_ref_delete(back);
  wasm_foreign_t *foreign = wasm_foreign_new(store);
  CHECK(!wasm_table_set(table, 0, wasm_foreign_as_ref(foreign)));
  wasm_foreign_delete(foreign);
  wasm_extern_vec_delete(&exports);
  wasm_instance_delete(instance);
  wasm_module_delete(module);

  // One of the host's.
  wasm_limits_t limits = {5, 5}, reversed = {5, 4};
  wasm_tabletype_t *tabletype = wasm_tabletype_new(wasm_valtype_new_funcref(), &limits);
  wasm_table_t *own = wasm_table_new(store, tabletype, NULL);
  wasm_tabletype_delete(tabletype);
  CHECK(own && wasm_table_size(own) == 5 && !wasm_table_grow(own, 1, NULL));
  wasm_tabletype_t *back2 = wasm_table_type(own);
  CHECK(wasm_tabletype_limits(back2)->max == 5);
  wasm_tabletype_delete(back2);
  wasm_table_delete(own);
  tabletype = wasm_tabletype_new(wasm_valtype_new_funcref(), &reversed);
  CHECK(!wasm_table_new(store, tabletype, NULL));
  wasm_tabletype_delete(tabletype);
  tabletype = wasm_tabletype_new(wasm_valtype_new_i32(), &limits);
  CHECK(!wasm_table_new(store, tabletype, NULL));
  wasm_tabletype_delete(tabletype);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  printf("done\n");
  return 0;
}
