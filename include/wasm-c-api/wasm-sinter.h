//===-- wasm-sinter.h - What is Sinter's own beside the standard C API ------===//
//
// The standard leaves open how an engine is configured and how failures without
// a trap are explained. Objects of sinter/sinter.h lie below: stores and
// configurations are lent, so that deadlines, interrupts, fuel and limits can be
// had for programs written for wasm.h.
//
//===----------------------------------------------------------------------===//
#ifndef WASM_SINTER_H
#define WASM_SINTER_H

#include "sinter/sinter.h"
#include "wasm.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Why the last call on this store failed that says so by null or false alone: wasm_module_new,
   wasm_module_validate, wasm_module_deserialize, wasm_instance_new, wasm_func_new, _new, _set and
   _grow of globals, tables and memories. One sentence that lives until the next of these calls;
   null if there was none. */
WASM_API_EXTERN const char *sinter_wasm_message(const wasm_store_t *);

/* What all stores of an engine with this configuration are told. It is the wasm_config_t's. */
WASM_API_EXTERN sinter_config_t *sinter_wasm_config(wasm_config_t *);
/* How wasm_module_new compiles: '0' '1' '2' '3' 's', '2' by default; features as --features= takes
   them; with checked memory instead of guard pages. */
WASM_API_EXTERN void sinter_wasm_config_set_optimisation(wasm_config_t *, char level);
WASM_API_EXTERN void sinter_wasm_config_set_features(wasm_config_t *, const char *features);
WASM_API_EXTERN void sinter_wasm_config_set_checked_memory(wasm_config_t *, bool checked);

/* The store below, for its deadlines, interrupts and fuel. It is the wasm_store_t's. */
WASM_API_EXTERN sinter_store_t *sinter_wasm_store(wasm_store_t *);

/* The name of a frame's function, as sinter_error_frame has it. Lives as long as the frame. */
WASM_API_EXTERN const char *sinter_wasm_frame_name(const wasm_frame_t *);
/* What a trap is to sinter.h: SINTER_ERROR_TRAP, _HOST, _LINK ..., and its code. */
WASM_API_EXTERN sinter_error_kind_t sinter_wasm_trap_kind(const wasm_trap_t *);
WASM_API_EXTERN int32_t sinter_wasm_trap_code(const wasm_trap_t *);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* WASM_SINTER_H */
