#include "program.h"

static wasm_global_t *makeGlobal(wasm_store_t *store, wasm_valkind_t kind, wasm_mutability_t way,
                                 wasm_val_t value) {
  wasm_globaltype_t *type = wasm_globaltype_new(wasm_valtype_new(kind), way);
  wasm_global_t *global = wasm_global_new(store, type, &value);
  wasm_globaltype_delete(type);
  return global;
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_val_t three = WASM_I32_VAL(3), half = WASM_F64_VAL(0.5), wrong = WASM_I64_VAL(0), value;
  wasm_global_t *constant = makeGlobal(store, WASM_I32, WASM_CONST, three);
  wasm_global_t *variable = makeGlobal(store, WASM_F64, WASM_VAR, half);
  CHECK(constant && variable && !makeGlobal(store, WASM_I32, WASM_VAR, wrong));
  wasm_extern_t *items[] = {wasm_global_as_extern(constant), wasm_global_as_extern(variable)};
  wasm_instance_t *instance = instantiate(store, module, items, 2);
  wasm_extern_vec_t exports;
  wasm_instance_exports(instance, &exports);
  wasm_func_t *sum = exportedFunc(&exports, 0);
  wasm_global_t *again = wasm_extern_as_global(exports.data[1]);
  wasm_global_t *own = wasm_extern_as_global(exports.data[2]);
  CHECK(wasm_global_same(again, variable) && !wasm_global_same(own, variable));
  printf("sum: %d\n", call(sum, 0, 0, 0));
  value.kind = WASM_F64;
  value.of.f64 = 100;
  wasm_global_set(again, &value);
  wasm_global_get(variable, &value);
  CHECK(value.kind == WASM_F64 && value.of.f64 == 100);
  printf("sum: %d\n", call(sum, 0, 0, 0));
  value.kind = WASM_I32;
  value.of.i32 = 1000;
  wasm_global_set(own, &value);
  printf("sum: %d\n", call(sum, 0, 0, 0));
  // Neither a constant nor another type.
  wasm_global_set(constant, &value);
  wasm_global_set(own, &wrong);
  printf("sum: %d\n", call(sum, 0, 0, 0));
  wasm_global_delete(variable);
  wasm_global_delete(constant);
  wasm_extern_vec_delete(&exports);
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
