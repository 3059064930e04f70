// Modules from bytes: with the compiler they are made, without it there is a sentence.
#include "program.h"

#include <wasm-sinter.h>

static void tryModule(wasm_store_t *store, const char *what, const char *data, size_t size) {
  wasm_byte_vec_t bytes;
  wasm_byte_vec_new(&bytes, size, data);
  bool valid = wasm_module_validate(store, &bytes);
  wasm_module_t *module = wasm_module_new(store, &bytes);
  CHECK(valid == !!module);
  printf("%s: %s\n", what, module ? "made" : sinter_wasm_message(store));
  wasm_module_delete(module);
  wasm_byte_vec_delete(&bytes);
}

int main(int argc, char **argv) {
  CHECK(argc == 3);
  wasm_config_t *config = wasm_config_new();
  sinter_wasm_config_set_optimisation(config, '0');
  sinter_wasm_config_set_features(config, "-simd128");
  sinter_wasm_config_set_checked_memory(config, true);
  wasm_engine_t *engine = wasm_engine_new_with_config(config);
  wasm_store_t *store = wasm_store_new(engine);
  wasm_byte_vec_t bytes;
  readFile(argv[1], &bytes);
  tryModule(store, "whole", bytes.data, bytes.size);
  tryModule(store, "cut", bytes.data, bytes.size - 1);
  tryModule(store, "header", bytes.data, 3);
  tryModule(store, "nothing", NULL, 0);
  tryModule(store, "text", "(module)", 8);
  bytes.data[bytes.size - 2] = 9; // A call of a function that is not there.
  tryModule(store, "index", bytes.data, bytes.size);
  wasm_byte_vec_delete(&bytes);
  // An object is native code: never taken for a module.
  readFile(argv[2], &bytes);
  tryModule(store, "object", bytes.data, bytes.size);
  wasm_byte_vec_delete(&bytes);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
