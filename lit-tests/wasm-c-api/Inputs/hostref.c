#include "program.h"

static int finalized;
static void finalize(void *info) { finalized += *(int *)info; }

static wasm_trap_t *identity(const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  wasm_val_copy(&results->data[0], &arguments->data[0]);
  return NULL;
}

/* The owner of the result is the caller. */
static wasm_ref_t *callRef(const wasm_func_t *func, size_t count, wasm_val_t a, wasm_val_t b) {
  wasm_val_t in[2] = {a, b}, out[1] = {WASM_INIT_VAL};
  wasm_val_vec_t arguments = {count, in}, results = {wasm_func_result_arity(func), out};
  CHECK(!wasm_func_call(func, &arguments, &results));
  CHECK(out[0].kind == WASM_EXTERNREF || out[0].kind == WASM_FUNCREF);
  return out[0].of.ref;
}

static void same(wasm_ref_t *actual, const wasm_ref_t *expected) {
  CHECK(actual == expected || wasm_ref_same(actual, expected));
  if (actual)
    CHECK(wasm_ref_get_host_info(actual) == wasm_ref_get_host_info(expected));
  wasm_ref_delete(actual);
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_functype_t *type =
      wasm_functype_new_1_1(wasm_valtype_new_externref(), wasm_valtype_new_anyref());
  wasm_func_t *func = wasm_func_new(store, type, identity);
  wasm_functype_delete(type);
  wasm_extern_t *items[] = {wasm_func_as_extern(func)};
  wasm_instance_t *instance = instantiate(store, module, items, 1);
  wasm_extern_vec_t exports;
  wasm_instance_exports(instance, &exports);
  wasm_global_t *global = wasm_extern_as_global(exports.data[0]);
  wasm_table_t *table = wasm_extern_as_table(exports.data[1]);
  wasm_func_t *set = exportedFunc(&exports, 2), *get = exportedFunc(&exports, 3);
  wasm_func_t *put = exportedFunc(&exports, 4), *take = exportedFunc(&exports, 5);
  wasm_func_t *pass = exportedFunc(&exports, 6), *passFunc = exportedFunc(&exports, 7);

  int weights[3] = {1, 10, 100};
  wasm_ref_t *a = wasm_foreign_as_ref(wasm_foreign_new(store));
  wasm_ref_t *b = wasm_foreign_as_ref(wasm_foreign_new(store));
  wasm_ref_set_host_info_with_finalizer(a, &weights[0], finalize);
  wasm_ref_set_host_info_with_finalizer(b, &weights[1], finalize);
  CHECK(!wasm_ref_same(a, b) && wasm_ref_as_foreign(a) && !wasm_ref_as_func(a));
  same(wasm_ref_copy(a), a);
  wasm_val_t refA = WASM_REF_VAL(a), refB = WASM_REF_VAL(b), null = WASM_INIT_VAL, value;

  same(callRef(get, 0, null, null), NULL);
  callRef(set, 1, refA, null);
  same(callRef(get, 0, null, null), a);
  wasm_global_set(global, &refB);
  same(callRef(get, 0, null, null), b);
  wasm_global_get(global, &value);
  CHECK(value.kind == WASM_EXTERNREF);
  same(value.of.ref, b);
  wasm_global_set(global, &null);
  same(callRef(get, 0, null, null), NULL);

  wasm_val_t one = WASM_I32_VAL(1);
  same(callRef(take, 1, one, null), NULL);
  callRef(put, 2, one, refA);
  same(callRef(take, 1, one, null), a);
  same(wasm_table_get(table, 1), a);
  CHECK(wasm_table_set(table, 1, b));
  same(callRef(take, 1, one, null), b);
  CHECK(wasm_table_grow(table, 2, a));
  same(wasm_table_get(table, 4), a);

  // Through the host's own function, and anything as an externref.
  same(callRef(pass, 1, null, null), NULL);
  same(callRef(pass, 1, refA, null), a);
  wasm_val_t self = WASM_REF_VAL(wasm_func_as_ref(pass)),
             whole = WASM_REF_VAL(wasm_instance_as_ref(instance));
  same(callRef(pass, 1, self, null), wasm_func_as_ref(pass));
  same(callRef(pass, 1, whole, null), wasm_instance_as_ref(instance));

  // Functions as values, those of the host and of wasm.
  self.kind = WASM_FUNCREF;
  same(callRef(passFunc, 1, self, null), wasm_func_as_ref(pass));
  self.of.ref = wasm_func_as_ref(func);
  same(callRef(passFunc, 1, self, null), wasm_func_as_ref(func));
  self.of.ref = NULL;
  same(callRef(passFunc, 1, self, null), NULL);
  wasm_val_vec_t bad = {1, &refA}, room = {1, &value};
  wasm_trap_t *trap = wasm_func_call(passFunc, &bad, &room);
  printTrap(trap);
  wasm_trap_delete(trap);

  // One that wasm code never had ends with its last handle, the others with the store.
  wasm_foreign_t *c = wasm_foreign_new(store), *copy = wasm_foreign_copy(c);
  wasm_foreign_set_host_info_with_finalizer(c, &weights[2], finalize);
  wasm_foreign_delete(c);
  CHECK(finalized == 0);
  wasm_foreign_delete(copy);
  CHECK(finalized == 100);
  wasm_ref_delete(a);
  wasm_ref_delete(b);
  wasm_func_delete(func);
  CHECK(wasm_ref_get_host_info(b = wasm_table_get(table, 1)) == &weights[1]); // Still there.
  wasm_ref_delete(b);
  wasm_extern_vec_delete(&exports);
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  CHECK(finalized == 100);
  wasm_store_delete(store);
  CHECK(finalized == 111);
  wasm_engine_delete(engine);
  return 0;
}
