#include "program.h"

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_limits_t limits = {1, 3}, reversed = {2, 1};
  wasm_memorytype_t *type = wasm_memorytype_new(&limits);
  wasm_memory_t *shared = wasm_memory_new(store, type); // By two instances and us.
  wasm_memorytype_delete(type);
  CHECK(shared);
  wasm_extern_t *items[] = {wasm_memory_as_extern(shared)};
  wasm_instance_t *first = instantiate(store, module, items, 1);
  wasm_instance_t *second = instantiate(store, module, items, 1);
  wasm_extern_vec_t exports, others;
  wasm_instance_exports(first, &exports);
  wasm_instance_exports(second, &others);
  wasm_memory_t *memory = wasm_extern_as_memory(exports.data[0]);
  CHECK(wasm_memory_same(memory, shared) && wasm_extern_same(exports.data[0], others.data[0]));
  wasm_memory_t *own = wasm_extern_as_memory(exports.data[1]);
  CHECK(!wasm_memory_same(own, wasm_extern_as_memory(others.data[1])));
  wasm_func_t *load = exportedFunc(&exports, 2), *store8 = exportedFunc(&others, 3);

  CHECK(wasm_memory_size(memory) == 1 && wasm_memory_data_size(memory) == MEMORY_PAGE_SIZE);
  CHECK(wasm_memory_data(memory)[100] == 'h' && call(load, 1, 100, 0) == 'h');
  wasm_memory_data(shared)[101] = 42;
  CHECK(call(load, 1, 101, 0) == 42);
  CHECK(call(store8, 2, 102, 43) == 43 && call(load, 1, 102, 0) == 43);
  CHECK(call(load, 1, 0x10000, 0) == -1000 && call(store8, 2, 0x10000, 0) == -1000);
  CHECK(wasm_memory_grow(memory, 1) && wasm_memory_size(shared) == 2);
  CHECK(call(load, 1, 0x10000, 0) == 0 && call(load, 1, 0x20000, 0) == -1000);
  CHECK(!wasm_memory_grow(memory, 2) && wasm_memory_grow(memory, 0));
  wasm_memorytype_t *now = wasm_memory_type(memory);
  CHECK(wasm_memorytype_limits(now)->min == 2 && wasm_memorytype_limits(now)->max == 3);
  wasm_memorytype_delete(now);
  CHECK(wasm_memory_size(own) == 2 && !memcmp(wasm_memory_data(own) + 8, "own", 3));

  type = wasm_memorytype_new(&reversed);
  CHECK(!wasm_memory_new(store, type));
  wasm_memorytype_delete(type);
  wasm_memory_delete(shared);
  wasm_extern_vec_delete(&exports);
  wasm_extern_vec_delete(&others);
  wasm_instance_delete(second);
  wasm_instance_delete(first);
  wasm_module_delete(module);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  printf("done\n");
  return 0;
}
