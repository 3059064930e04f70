// What all programs of this folder begin with. Each is valid as C11 and C++20 and takes one
// module's file: NAME.so is deserialised, anything else compiled.
#include <stdio.h>
#include <stdlib.h>
#include <wasm.h>

#define CHECK(x)                                                                                   \
  do {                                                                                             \
    if (!(x)) {                                                                                    \
      printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #x);                                       \
      exit(1);                                                                                     \
    }                                                                                              \
  } while (0)

static inline void readFile(const char *path, wasm_byte_vec_t *out) {
  FILE *file = fopen(path, "rb");
  CHECK(file);
  fseek(file, 0, SEEK_END);
  wasm_byte_vec_new_uninitialized(out, (size_t)ftell(file));
  rewind(file);
  CHECK(fread(out->data, 1, out->size, file) == out->size);
  fclose(file);
}

static inline wasm_module_t *loadModule(wasm_store_t *store, const char *path) {
  wasm_byte_vec_t bytes;
  readFile(path, &bytes);
  size_t length = strlen(path);
  wasm_module_t *module = length > 3 && !strcmp(path + length - 3, ".so")
                              ? wasm_module_deserialize(store, &bytes)
                              : wasm_module_new(store, &bytes);
  CHECK(module);
  wasm_byte_vec_delete(&bytes);
  return module;
}

static inline wasm_instance_t *instantiate(wasm_store_t *store, const wasm_module_t *module,
                                           wasm_extern_t **items, size_t count) {
  wasm_extern_vec_t imports = {count, items};
  wasm_trap_t *trap = NULL;
  wasm_instance_t *instance = wasm_instance_new(store, module, &imports, &trap);
  CHECK(instance && !trap);
  return instance;
}

static inline wasm_func_t *exportedFunc(const wasm_extern_vec_t *exports, size_t i) {
  CHECK(i < exports->size && wasm_extern_kind(exports->data[i]) == WASM_EXTERN_FUNC);
  return wasm_extern_as_func(exports->data[i]);
}

/* Calls a function of i32s, or gives -1000 if it traps. */
static inline int32_t call(const wasm_func_t *func, size_t count, int32_t a, int32_t b) {
  wasm_val_t in[2] = {WASM_I32_VAL(a), WASM_I32_VAL(b)}, out[1] = {WASM_INIT_VAL};
  wasm_val_vec_t arguments = {count, in}, results = {wasm_func_result_arity(func), out};
  wasm_trap_t *trap = wasm_func_call(func, &arguments, &results);
  if (!trap)
    return out[0].of.i32;
  wasm_trap_delete(trap);
  return -1000;
}

static inline void printTrap(wasm_trap_t *trap) {
  CHECK(trap);
  wasm_message_t message;
  wasm_trap_message(trap, &message);
  CHECK(message.size && !message.data[message.size - 1]);
  printf("trap: %s\n", message.data);
  wasm_name_delete(&message);
}
