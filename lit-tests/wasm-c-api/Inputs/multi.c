#include "program.h"

enum { Count = 40 };

/* Gives its arguments back in reverse, each one larger. */
static wasm_trap_t *reverse(const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  CHECK(arguments->size == Count && results->size == Count);
  for (size_t i = 0; i != Count; ++i) {
    wasm_val_t value = arguments->data[Count - 1 - i];
    CHECK(value.kind == (i % 2 ? WASM_I32 : WASM_F64) && results->data[i].kind == value.kind);
    if (value.kind == WASM_I32)
      ++value.of.i32;
    else
      value.of.f64 += 1;
    results->data[i] = value;
  }
  return NULL;
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_valtype_vec_t parameters, results;
  wasm_valtype_vec_new_uninitialized(&parameters, Count);
  wasm_valtype_vec_new_uninitialized(&results, Count);
  for (size_t i = 0; i != Count; ++i) {
    parameters.data[i] = wasm_valtype_new(i % 2 ? WASM_F64 : WASM_I32);
    results.data[i] = wasm_valtype_new(i % 2 ? WASM_I32 : WASM_F64);
  }
  wasm_functype_t *type = wasm_functype_new(&parameters, &results);
  wasm_func_t *func = wasm_func_new(store, type, reverse);
  wasm_functype_t *same = wasm_func_type(func);
  CHECK(wasm_functype_params(same)->size == Count &&
        wasm_valtype_kind(wasm_functype_params(same)->data[1]) == WASM_F64);
  wasm_functype_delete(same);
  wasm_functype_delete(type);
  wasm_extern_t *items[] = {wasm_func_as_extern(func)};
  wasm_instance_t *instance = instantiate(store, module, items, 1);
  wasm_extern_vec_t exports;
  wasm_instance_exports(instance, &exports);
  wasm_val_t in[Count], out[Count];
  for (int i = 0; i != Count; ++i) {
    wasm_val_t integer = WASM_I32_VAL(i), number = WASM_F64_VAL((double)i);
    in[i] = i % 2 ? number : integer;
  }
  wasm_val_vec_t arguments = WASM_ARRAY_VEC(in), values = WASM_ARRAY_VEC(out);
  CHECK(!wasm_func_call(exportedFunc(&exports, 0), &arguments, &values));
  for (int i = 0; i != Count; ++i)
    CHECK(i % 2 ? out[i].of.i32 == Count - i : out[i].of.f64 == Count - i);
  // Too little room, too few arguments: a trap, not a crash.
  values.size = Count - 1;
  wasm_trap_t *trap = wasm_func_call(exportedFunc(&exports, 0), &arguments, &values);
  CHECK(trap);
  wasm_trap_delete(trap);
  values.size = Count;
  arguments.size = Count - 1;
  trap = wasm_func_call(exportedFunc(&exports, 0), &arguments, &values);
  CHECK(trap);
  wasm_trap_delete(trap);
  wasm_extern_vec_delete(&exports);
  wasm_instance_delete(instance);
  wasm_func_delete(func);
  wasm_module_delete(module);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  printf("done\n");
  return 0;
}
