// Everything is deleted when it is least expected: by callbacks, before what needs it, never.
#include "program.h"

static int finalized;
static void finalize(void *info) { finalized += (int)(size_t)info; }

struct Guest {
  wasm_store_t *store;
  wasm_extern_vec_t exports;
  wasm_instance_t *instance;
  wasm_func_t *self;
};

/* Drops all that leads to the code that runs. */
static wasm_trap_t *dropAll(void *env, const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  struct Guest *guest = (struct Guest *)env;
  (void)arguments;
  (void)results;
  wasm_extern_vec_delete(&guest->exports);
  wasm_instance_delete(guest->instance);
  wasm_func_delete(guest->self);
  wasm_store_delete(guest->store);
  CHECK(finalized == 0);
  return NULL;
}

/* Calls itself through the instance, deeper than one level. */
static wasm_trap_t *nest(void *env, const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  struct Guest *guest = (struct Guest *)env;
  int32_t depth = arguments->data[0].of.i32;
  results->data[0].of.i32 = depth ? 1 + call(exportedFunc(&guest->exports, 0), 1, depth - 1, 0) : 0;
  return NULL;
}

static struct Guest make(wasm_engine_t *engine, const char *path,
                         wasm_func_callback_with_env_t callback, struct Guest *env) {
  struct Guest guest = {wasm_store_new(engine), WASM_EMPTY_VEC, NULL, NULL};
  wasm_module_t *module = loadModule(guest.store, path);
  wasm_functype_t *type = wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32());
  guest.self = wasm_func_new_with_env(guest.store, type, callback, env, NULL);
  wasm_functype_delete(type);
  wasm_func_set_host_info_with_finalizer(guest.self, (void *)1, finalize);
  wasm_extern_t *items[] = {wasm_func_as_extern(guest.self)};
  guest.instance = instantiate(guest.store, module, items, 1);
  wasm_instance_set_host_info_with_finalizer(guest.instance, (void *)10, finalize);
  wasm_module_delete(module);
  wasm_instance_exports(guest.instance, &guest.exports);
  return guest;
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  struct Guest guest = make(engine, argv[1], dropAll, &guest);
  CHECK(call(exportedFunc(&guest.exports, 0), 1, 0, 0) == 0);
  CHECK(finalized == 11);

  finalized = 0;
  guest = make(engine, argv[1], nest, &guest);
  CHECK(call(exportedFunc(&guest.exports, 0), 1, 20, 0) == 20);
  // The store first, then what is in it, the import last.
  wasm_store_delete(guest.store);
  wasm_extern_vec_delete(&guest.exports);
  CHECK(finalized == 0);
  wasm_instance_delete(guest.instance);
  CHECK(finalized == 10 && wasm_func_param_arity(guest.self) == 1);
  wasm_func_delete(guest.self);
  CHECK(finalized == 11);

  // One instance's exports as the next one's imports, so that the last one keeps all of them.
  finalized = 0;
  guest = make(engine, argv[1], nest, &guest);
  wasm_module_t *module = loadModule(guest.store, argv[1]);
  for (int i = 0; i != 1000; ++i) {
    wasm_instance_t *next = instantiate(guest.store, module, guest.exports.data, 1);
    wasm_instance_set_host_info_with_finalizer(next, (void *)100, finalize);
    wasm_extern_vec_delete(&guest.exports);
    wasm_instance_exports(next, &guest.exports);
    wasm_instance_delete(next);
  }
  wasm_instance_delete(guest.instance);
  wasm_func_delete(guest.self);
  wasm_module_delete(module);
  CHECK(finalized == 0 && call(exportedFunc(&guest.exports, 0), 1, 0, 0) == 0);
  wasm_extern_vec_delete(&guest.exports);
  CHECK(finalized == 100011);
  // Traps and vectors outlive the store.
  wasm_message_t message;
  wasm_name_new_from_string(&message, "without a NUL");
  wasm_trap_t *trap = wasm_trap_new(guest.store, &message), *copy = wasm_trap_copy(trap);
  wasm_store_delete(guest.store);
  wasm_trap_delete(trap);
  printTrap(copy);
  wasm_trap_delete(copy);
  wasm_name_delete(&message);
  wasm_engine_delete(engine);
  wasm_engine_delete(NULL);
  wasm_ref_delete(NULL);
  CHECK(!wasm_ref_copy(NULL) && !wasm_ref_as_func(NULL) && !wasm_extern_as_memory(NULL));
  return 0;
}
