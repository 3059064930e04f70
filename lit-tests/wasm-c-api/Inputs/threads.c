#include "program.h"

#include <pthread.h>

enum { Threads = 6, Rounds = 20 };
static wasm_engine_t *engine;
static wasm_shared_module_t *shared;

static wasm_trap_t *report(void *env, const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  (void)results;
  *(int *)env += arguments->data[0].of.i32;
  return NULL;
}

static void *run(void *sum) {
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = wasm_module_obtain(store, shared);
  wasm_functype_t *type = wasm_functype_new_1_0(wasm_valtype_new_i32());
  for (int i = 0; i != Rounds; ++i) {
    wasm_func_t *func = wasm_func_new_with_env(store, type, report, sum, NULL);
    wasm_extern_t *items[] = {wasm_func_as_extern(func)};
    wasm_instance_t *instance = instantiate(store, module, items, 1);
    wasm_func_delete(func);
    wasm_extern_vec_t exports;
    wasm_instance_exports(instance, &exports);
    wasm_instance_delete(instance);
    wasm_val_t in[1] = {WASM_I32_VAL(i)};
    wasm_val_vec_t arguments = WASM_ARRAY_VEC(in);
    CHECK(!wasm_func_call(exportedFunc(&exports, 0), &arguments, NULL));
    wasm_extern_vec_delete(&exports);
  }
  wasm_functype_delete(type);
  wasm_module_delete(module);
  wasm_store_delete(store);
  return NULL;
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  shared = wasm_module_share(module);
  wasm_module_t *again = wasm_module_obtain(store, shared);
  CHECK(wasm_module_same(again, module));
  wasm_module_delete(again);
  wasm_module_delete(module);
  wasm_store_delete(store);
  pthread_t threads[Threads];
  int sums[Threads] = {0};
  for (int i = 0; i != Threads; ++i)
    CHECK(!pthread_create(&threads[i], NULL, run, &sums[i]));
  for (int i = 0; i != Threads; ++i) {
    pthread_join(threads[i], NULL);
    CHECK(sums[i] == Rounds * (Rounds - 1) / 2 * 2);
  }
  wasm_shared_module_delete(shared);
  wasm_engine_delete(engine);
  printf("done\n");
  return 0;
}
