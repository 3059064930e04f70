// What is wrong gives null, false or a trap, and a sentence.
#include "program.h"

#include <wasm-sinter.h>

static wasm_trap_t *never(const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  (void)arguments;
  (void)results;
  CHECK(!"called");
  return NULL;
}

static void tryBytes(wasm_store_t *store, const char *data, size_t size) {
  wasm_byte_vec_t bytes;
  wasm_byte_vec_new(&bytes, size, data);
  CHECK(!wasm_module_deserialize(store, &bytes));
  printf("%s\n", sinter_wasm_message(store));
  wasm_byte_vec_delete(&bytes);
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_config_t *config = wasm_config_new();
  sinter_config_set_table_limit(sinter_wasm_config(config), 8);
  wasm_engine_t *engine = wasm_engine_new_with_config(config);
  wasm_store_t *store = wasm_store_new(engine), *other = wasm_store_new(engine);
  CHECK(!sinter_wasm_message(store));
  wasm_byte_vec_t bytes;
  readFile(argv[1], &bytes);
  tryBytes(store, NULL, 0);
  tryBytes(store, "\0asm\1\0\0\0", 8);
  tryBytes(store, bytes.data, 100);
  tryBytes(store, bytes.data, bytes.size / 2);
  bytes.data[18] ^= 0x40; // The CPU.
  tryBytes(store, bytes.data, bytes.size);
  wasm_byte_vec_delete(&bytes);

  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_functype_t *type = wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32());
  wasm_func_t *foreign = wasm_func_new(other, type, never);
  wasm_extern_t *items[] = {wasm_func_as_extern(foreign)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(items);
  wasm_trap_t *trap;
  CHECK(!wasm_instance_new(store, module, &imports, &trap));
  printTrap(trap);
  CHECK(sinter_wasm_trap_kind(trap) == SINTER_ERROR_USE);
  wasm_trap_delete(trap);

  wasm_func_t *func = wasm_func_new(store, type, never);
  wasm_functype_delete(type);
  wasm_val_t wrong[1] = {WASM_I64_VAL(1)}, out[1] = {WASM_INIT_VAL};
  wasm_val_vec_t arguments = WASM_ARRAY_VEC(wrong), results = WASM_ARRAY_VEC(out);
  trap = wasm_func_call(func, &arguments, &results);
  printTrap(trap);
  wasm_trap_delete(trap);
  arguments.size = 0;
  trap = wasm_func_call(func, &arguments, &results);
  printTrap(trap);
  wasm_trap_delete(trap);

  wasm_limits_t limits = {4, 100};
  wasm_tabletype_t *tabletype = wasm_tabletype_new(wasm_valtype_new_funcref(), &limits);
  wasm_table_t *table = wasm_table_new(store, tabletype, NULL);
  CHECK(table && !wasm_table_set(table, 0, wasm_func_as_ref(foreign)));
  printf("%s\n", sinter_wasm_message(store));
  CHECK(wasm_table_set(table, 0, wasm_func_as_ref(func)) && !wasm_table_set(table, 4, NULL));
  printf("%s\n", sinter_wasm_message(store));
  CHECK(wasm_table_grow(table, 4, NULL) && !wasm_table_grow(table, 1, NULL));
  printf("%s\n", sinter_wasm_message(store));
  wasm_tabletype_delete(tabletype);

  wasm_table_delete(table);
  wasm_func_delete(func);
  wasm_func_delete(foreign);
  wasm_module_delete(module);
  wasm_store_delete(other);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
