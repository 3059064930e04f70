#include "program.h"

enum { Iterations = 3000 };
static int live;
static void finalize(void *info) {
  CHECK(*(int *)info == 7);
  --live;
  free(info);
}
static int *number(void) {
  int *info = (int *)malloc(sizeof(int));
  *info = 7;
  ++live;
  return info;
}

static wasm_trap_t *nothing(void *env, const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  (void)env;
  (void)arguments;
  (void)results;
  return NULL;
}

/* Instances with an import that has an environment, and a pointer at each kind of object. */
static void runIn(wasm_store_t *store, const char *path, bool keepsFunc, wasm_func_t **kept) {
  wasm_module_t *module = loadModule(store, path);
  wasm_functype_t *type = wasm_functype_new_0_0();
  for (int i = 0; i != Iterations; ++i) {
    wasm_func_t *func = wasm_func_new_with_env(store, type, nothing, number(), finalize);
    wasm_extern_t *items[] = {wasm_func_as_extern(func)};
    wasm_instance_t *instance = instantiate(store, module, items, 1);
    wasm_instance_set_host_info_with_finalizer(instance, number(), finalize);
    wasm_extern_vec_t exports;
    wasm_instance_exports(instance, &exports);
    CHECK(call(exportedFunc(&exports, 0), 0, 0, 0) == 1);
    wasm_extern_set_host_info_with_finalizer(exports.data[0], number(), finalize);
    wasm_extern_set_host_info_with_finalizer(exports.data[1], number(), finalize);
    if (keepsFunc && i == 0)
      *kept = wasm_func_copy(exportedFunc(&exports, 0));
    if (i % 2)
      wasm_instance_delete(instance);
    wasm_func_delete(func);
    wasm_extern_vec_delete(&exports);
    if (i % 2 == 0)
      wasm_instance_delete(instance);
  }
  wasm_functype_delete(type);
  wasm_module_delete(module);
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *one = wasm_store_new(engine), *two = wasm_store_new(engine);
  wasm_engine_delete(engine); // Stores keep it.
  wasm_func_t *kept = NULL;
  runIn(one, argv[1], false, NULL);
  CHECK(live == 0); // Nothing of them was left for the store's end.
  runIn(two, argv[1], true, &kept);
  CHECK(live == 4); // The function keeps its instance, and what that imports.
  CHECK(call(kept, 0, 0, 0) == 2 && wasm_func_get_host_info(kept));
  wasm_store_delete(two);
  CHECK(live == 4 && call(kept, 0, 0, 0) == 3);
  wasm_func_delete(kept);
  CHECK(live == 0);
  runIn(one, argv[1], false, NULL);
  wasm_store_delete(one);
  CHECK(live == 0);
  printf("done\n");
  return 0;
}
