#include "program.h"

static wasm_trap_t *kept; // What the callback returned, once more.

static wasm_trap_t *fail(void *env, const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  (void)arguments;
  (void)results;
  wasm_message_t message;
  wasm_name_new_from_string_nt(&message, "the host refuses");
  wasm_trap_t *trap = wasm_trap_new((wasm_store_t *)env, &message);
  wasm_name_delete(&message);
  kept = wasm_trap_copy(trap);
  wasm_trap_set_host_info(trap, env);
  return trap;
}

static wasm_instance_t *tryInstance(wasm_store_t *store, wasm_module_t *module, wasm_func_t *func,
                                    int32_t start, wasm_trap_t **trap) {
  wasm_globaltype_t *type = wasm_globaltype_new(wasm_valtype_new_i32(), WASM_CONST);
  wasm_val_t value = WASM_I32_VAL(start);
  wasm_global_t *global = wasm_global_new(store, type, &value);
  wasm_globaltype_delete(type);
  wasm_extern_t *items[2] = {wasm_func_as_extern(func), wasm_global_as_extern(global)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(items);
  wasm_instance_t *instance = wasm_instance_new(store, module, &imports, trap);
  wasm_global_delete(global);
  return instance;
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_functype_t *type = wasm_functype_new_0_1(wasm_valtype_new_i32());
  wasm_func_t *func = wasm_func_new_with_env(store, type, fail, store, NULL);
  wasm_functype_delete(type);

  wasm_trap_t *trap = NULL;
  wasm_instance_t *instance = tryInstance(store, module, func, 0, &trap);
  CHECK(instance && !trap);
  wasm_extern_vec_t exports;
  wasm_instance_exports(instance, &exports);
  wasm_val_t out[1] = {WASM_INIT_VAL};
  wasm_val_vec_t results = WASM_ARRAY_VEC(out), none = WASM_EMPTY_VEC;
  wasm_frame_t *last = NULL;
  for (size_t i = 0; i != exports.size; ++i) {
    trap = wasm_func_call(exportedFunc(&exports, i), &none, &results);
    printTrap(trap);
    wasm_frame_t *origin = wasm_trap_origin(trap);
    wasm_frame_vec_t trace;
    wasm_trap_trace(trap, &trace);
    CHECK(origin && trace.size);
    printf("%zu frames\n", trace.size);
    for (size_t f = 0; f != trace.size; ++f)
      CHECK(wasm_frame_instance(trace.data[f]) == instance);
    CHECK(wasm_frame_instance(origin) == instance);
    wasm_frame_delete(last);
    last = wasm_frame_copy(origin);
    wasm_frame_vec_delete(&trace);
    wasm_frame_delete(origin);
    if (kept) {
      // The host gets its own trap back.
      CHECK(wasm_trap_same(trap, kept) && wasm_trap_get_host_info(trap) == store);
      wasm_trap_delete(kept);
      kept = NULL;
    }
    wasm_trap_delete(trap);
  }
  CHECK(out[0].kind == WASM_EXTERNREF); // Untouched.
  wasm_instance_delete(instance);
  wasm_extern_vec_delete(&exports);
  // What a frame leads to lives as long as that.
  wasm_instance_exports(wasm_frame_instance(last), &exports);
  CHECK(exports.size);
  wasm_extern_vec_delete(&exports);
  wasm_frame_delete(last);

  // Of two instances nobody knows which.
  wasm_instance_t *pair[2];
  for (int i = 0; i != 2; ++i)
    CHECK((pair[i] = tryInstance(store, module, func, 0, &trap)));
  wasm_instance_exports(pair[1], &exports);
  trap = wasm_func_call(exportedFunc(&exports, 1), &none, &results);
  wasm_frame_t *either = wasm_trap_origin(trap);
  CHECK(!wasm_frame_instance(either));
  wasm_frame_delete(either);
  wasm_trap_delete(trap);
  wasm_extern_vec_delete(&exports);
  for (int i = 0; i != 2; ++i)
    wasm_instance_delete(pair[i]);

  // A start function that traps, by itself and by the host.
  CHECK(!tryInstance(store, module, func, 1, &trap));
  printTrap(trap);
  wasm_trap_delete(trap);
  CHECK(!tryInstance(store, module, func, 2, &trap) && wasm_trap_same(trap, kept));
  printTrap(trap);
  wasm_trap_delete(trap);
  wasm_trap_delete(kept);
  CHECK(!tryInstance(store, module, func, 1, NULL));

  // Imports that do not fit.
  wasm_extern_t *items[2] = {wasm_func_as_extern(func), wasm_func_as_extern(func)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(items);
  CHECK(!wasm_instance_new(store, module, &imports, &trap));
  printTrap(trap);
  wasm_trap_delete(trap);
  items[1] = NULL;
  CHECK(!wasm_instance_new(store, module, &imports, &trap));
  printTrap(trap);
  wasm_trap_delete(trap);
  imports.size = 0;
  CHECK(!wasm_instance_new(store, module, &imports, &trap));
  printTrap(trap);
  wasm_trap_delete(trap);

  wasm_func_delete(func);
  wasm_module_delete(module);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
