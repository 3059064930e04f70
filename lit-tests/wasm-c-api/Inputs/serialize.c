#include "program.h"

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_byte_vec_t bytes, again;
  wasm_module_serialize(module, &bytes);
  wasm_module_delete(module);
  // Several at once are modules of their own, with state of their own.
  wasm_extern_vec_t exports[3];
  for (int i = 0; i != 3; ++i) {
    module = wasm_module_deserialize(store, &bytes);
    CHECK(module);
    wasm_instance_t *instance = instantiate(store, module, NULL, 0);
    wasm_instance_exports(instance, &exports[i]);
    wasm_instance_delete(instance);
    wasm_module_serialize(module, &again);
    CHECK(again.size == bytes.size && !memcmp(again.data, bytes.data, bytes.size));
    wasm_byte_vec_delete(&again);
    wasm_module_delete(module);
  }
  wasm_byte_vec_delete(&bytes);
  CHECK(call(exportedFunc(&exports[0], 0), 0, 0, 0) == 1);
  CHECK(call(exportedFunc(&exports[0], 0), 0, 0, 0) == 2);
  CHECK(call(exportedFunc(&exports[1], 0), 0, 0, 0) == 1);
  for (int i = 0; i != 3; ++i)
    wasm_extern_vec_delete(&exports[i]);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  printf("done\n");
  return 0;
}
