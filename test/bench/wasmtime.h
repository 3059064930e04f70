// What instances.c calls of wasmtime, as version 50's C API has it: PyPI's package brings that
// library without headers. Loaded by its path, so that programs are built without it.
#pragma once

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct wasm_config_t wasm_config_t;
typedef struct wasm_engine_t wasm_engine_t;
typedef struct wasm_trap_t wasm_trap_t;
typedef struct wasmtime_pooling_allocation_config_t wasmtime_pooling_allocation_config_t;
typedef struct wasmtime_error_t wasmtime_error_t;
typedef struct wasmtime_module_t wasmtime_module_t;
typedef struct wasmtime_linker_t wasmtime_linker_t;
typedef struct wasmtime_instance_pre_t wasmtime_instance_pre_t;
typedef struct wasmtime_store_t wasmtime_store_t;
typedef struct wasmtime_context_t wasmtime_context_t;
typedef struct wasm_byte_vec_t {
  size_t size;
  char *data;
} wasm_byte_vec_t;
typedef struct wasmtime_func_t {
  uint64_t store;
  void *function;
} wasmtime_func_t;
typedef struct wasmtime_instance_t {
  uint64_t store;
  size_t index;
} wasmtime_instance_t;
typedef struct wasmtime_extern_t {
  uint8_t kind;
  union {
    wasmtime_func_t func;
    uint64_t size[3];
  } of;
} wasmtime_extern_t;
typedef union wasmtime_val_raw_t {
  int32_t i32;
  uint64_t size[2];
} wasmtime_val_raw_t;

#define WASMTIME_FUNCTIONS(F)                                                                      \
  F(wasm_config_t *, wasm_config_new, (void))                                                      \
  F(wasmtime_pooling_allocation_config_t *, wasmtime_pooling_allocation_config_new, (void))        \
  F(void, wasmtime_pooling_allocation_strategy_set,                                                \
    (wasm_config_t *, const wasmtime_pooling_allocation_config_t *))                               \
  F(wasm_engine_t *, wasm_engine_new_with_config, (wasm_config_t *))                               \
  F(wasmtime_error_t *, wasmtime_wat2wasm, (const char *, size_t, wasm_byte_vec_t *))              \
  F(wasmtime_error_t *, wasmtime_module_new,                                                       \
    (wasm_engine_t *, const uint8_t *, size_t, wasmtime_module_t **))                              \
  F(wasmtime_linker_t *, wasmtime_linker_new, (wasm_engine_t *))                                   \
  F(wasmtime_error_t *, wasmtime_linker_instantiate_pre,                                           \
    (const wasmtime_linker_t *, const wasmtime_module_t *, wasmtime_instance_pre_t **))            \
  F(wasmtime_error_t *, wasmtime_instance_pre_instantiate,                                         \
    (const wasmtime_instance_pre_t *, wasmtime_context_t *, wasmtime_instance_t *,                 \
     wasm_trap_t **))                                                                              \
  F(wasmtime_store_t *, wasmtime_store_new, (wasm_engine_t *, void *, void (*)(void *)))           \
  F(wasmtime_context_t *, wasmtime_store_context, (wasmtime_store_t *))                            \
  F(void, wasmtime_store_delete, (wasmtime_store_t *))                                             \
  F(bool, wasmtime_instance_export_get,                                                            \
    (wasmtime_context_t *, const wasmtime_instance_t *, const char *, size_t,                      \
     wasmtime_extern_t *))                                                                         \
  F(wasmtime_error_t *, wasmtime_func_call_unchecked,                                              \
    (wasmtime_context_t *, const wasmtime_func_t *, wasmtime_val_raw_t *, size_t, wasm_trap_t **)) \
  F(void, wasmtime_error_message, (const wasmtime_error_t *, wasm_byte_vec_t *))

#define WASMTIME_DECLARE(RESULT, NAME, PARAMETERS) static RESULT(*NAME) PARAMETERS;
WASMTIME_FUNCTIONS(WASMTIME_DECLARE)

// The name of what is missing, or null.
static const char *loadWasmtime(const char *path) {
  void *library = dlopen(path, RTLD_NOW);
  if (!library)
    return dlerror();
#define WASMTIME_LOAD(RESULT, NAME, PARAMETERS)                                                    \
  if (!(*(void **)&NAME = dlsym(library, #NAME)))                                                  \
    return #NAME;
  WASMTIME_FUNCTIONS(WASMTIME_LOAD)
  return NULL;
}
