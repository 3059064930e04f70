//===-- wasm.h - WebAssembly's standard C API, as Sinter has it -------------===//
//
// The interface that programs of several engines are written for: same names,
// types, values and layouts, so that they compile and link unchanged. What is
// Sinter's own about it, and what it does not reach, is in docs/embedding.md and
// in wasm-sinter.h; sinter/sinter.h is the larger API below it.
//
// Ownership. A parameter or result marked /*own*/ changes hands: what is passed
// so belongs to the callee, what is returned so (or written to an `out`) to the
// caller, who deletes it with the _delete of its type. Everything else is lent.
// An owned vector owns its elements. References are counted: _delete drops one,
// _copy adds one, and what they refer to lives on as long as anything needs it.
// The casts (_as_) keep the owner: their result is the same reference again.
//
// Threads. A store and everything in it is for one thread at a time. Modules go
// from one store to another by _share and _obtain.
//
//===----------------------------------------------------------------------===//
#ifndef WASM_H
#define WASM_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef WASM_API_EXTERN
#if defined(__GNUC__)
#define WASM_API_EXTERN __attribute__((visibility("default")))
#else
#define WASM_API_EXTERN
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef char byte_t;
typedef float float32_t;
typedef double float64_t;

/*===-- Families of declarations --------------------------------------------===*/

/* A type of which there are pointers only, and how one is deleted; null is fine. */
#define WASM_DECLARE_OWN(name)                                                                     \
  typedef struct wasm_##name##_t wasm_##name##_t;                                                  \
  WASM_API_EXTERN void wasm_##name##_delete(wasm_##name##_t * /*own*/);

/* A vector: its size, and its elements, which are objects or (`star` is *) pointers to them. _new
   takes over the elements, but copies the array. */
#define WASM_DECLARE_VEC(name, star)                                                               \
  typedef struct wasm_##name##_vec_t {                                                             \
    size_t size;                                                                                   \
    wasm_##name##_t star *data;                                                                    \
  } wasm_##name##_vec_t;                                                                           \
  WASM_API_EXTERN void wasm_##name##_vec_new_empty(wasm_##name##_vec_t *out);                      \
  WASM_API_EXTERN void wasm_##name##_vec_new_uninitialized(wasm_##name##_vec_t *out, size_t size); \
  WASM_API_EXTERN void wasm_##name##_vec_new(wasm_##name##_vec_t *out, size_t size,                \
                                             wasm_##name##_t star const /*own*/ elements[]);       \
  WASM_API_EXTERN void wasm_##name##_vec_copy(wasm_##name##_vec_t *out,                            \
                                              const wasm_##name##_vec_t *from);                    \
  WASM_API_EXTERN void wasm_##name##_vec_delete(wasm_##name##_vec_t * /*own*/);

/* A description of a type. */
#define WASM_DECLARE_TYPE(name)                                                                    \
  WASM_DECLARE_OWN(name)                                                                           \
  WASM_DECLARE_VEC(name, *)                                                                        \
  WASM_API_EXTERN wasm_##name##_t * /*own*/ wasm_##name##_copy(const wasm_##name##_t *);

/* A reference, to which the host can attach a pointer of its own. The finalizer is called once,
   when nothing can reach the object any more or its store ends. */
#define WASM_DECLARE_REF_BASE(name)                                                                \
  WASM_DECLARE_OWN(name)                                                                           \
  WASM_API_EXTERN wasm_##name##_t * /*own*/ wasm_##name##_copy(const wasm_##name##_t *);           \
  WASM_API_EXTERN bool wasm_##name##_same(const wasm_##name##_t *, const wasm_##name##_t *);       \
  WASM_API_EXTERN void *wasm_##name##_get_host_info(const wasm_##name##_t *);                      \
  WASM_API_EXTERN void wasm_##name##_set_host_info(wasm_##name##_t *, void *);                     \
  WASM_API_EXTERN void wasm_##name##_set_host_info_with_finalizer(wasm_##name##_t *, void *,       \
                                                                  void (*)(void *));

/* One of a kind that can be told from others. */
#define WASM_DECLARE_REF(name)                                                                     \
  WASM_DECLARE_REF_BASE(name)                                                                      \
  WASM_API_EXTERN wasm_ref_t *wasm_##name##_as_ref(wasm_##name##_t *);                             \
  WASM_API_EXTERN wasm_##name##_t *wasm_ref_as_##name(wasm_ref_t *);                               \
  WASM_API_EXTERN const wasm_ref_t *wasm_##name##_as_ref_const(const wasm_##name##_t *);           \
  WASM_API_EXTERN const wasm_##name##_t *wasm_ref_as_##name##_const(const wasm_ref_t *);

/* One that other stores, of other threads, can have as well. */
#define WASM_DECLARE_SHARABLE_REF(name)                                                            \
  WASM_DECLARE_REF(name)                                                                           \
  WASM_DECLARE_OWN(shared_##name)                                                                  \
  WASM_API_EXTERN wasm_shared_##name##_t * /*own*/ wasm_##name##_share(const wasm_##name##_t *);   \
  WASM_API_EXTERN wasm_##name##_t * /*own*/ wasm_##name##_obtain(wasm_store_t *,                   \
                                                                 const wasm_shared_##name##_t *);

/* Casts between a kind and what it is one kind of; null where it is another. */
#define WASM_DECLARE_CASTS(name, base)                                                             \
  WASM_API_EXTERN wasm_##base##_t *wasm_##name##_as_##base(wasm_##name##_t *);                     \
  WASM_API_EXTERN wasm_##name##_t *wasm_##base##_as_##name(wasm_##base##_t *);                     \
  WASM_API_EXTERN const wasm_##base##_t *wasm_##name##_as_##base##_const(const wasm_##name##_t *); \
  WASM_API_EXTERN const wasm_##name##_t *wasm_##base##_as_##name##_const(const wasm_##base##_t *);

/*===-- Bytes and names -----------------------------------------------------===*/

typedef byte_t wasm_byte_t;
WASM_DECLARE_VEC(byte, )

/* UTF-8. */
typedef wasm_byte_vec_t wasm_name_t;
#define wasm_name wasm_byte_vec
#define wasm_name_new wasm_byte_vec_new
#define wasm_name_new_empty wasm_byte_vec_new_empty
#define wasm_name_new_new_uninitialized wasm_byte_vec_new_uninitialized
#define wasm_name_new_uninitialized wasm_byte_vec_new_uninitialized
#define wasm_name_copy wasm_byte_vec_copy
#define wasm_name_delete wasm_byte_vec_delete

static inline void wasm_name_new_from_string(wasm_name_t *out, const char *text) {
  wasm_byte_vec_new(out, strlen(text), text);
}
/* With the NUL at its end, as messages of traps have it. */
static inline void wasm_name_new_from_string_nt(wasm_name_t *out, const char *text) {
  wasm_byte_vec_new(out, strlen(text) + 1, text);
}

/*===-- Configuration, engine, store ----------------------------------------===*/

/* wasm-sinter.h has what can be configured. */
WASM_DECLARE_OWN(config)
WASM_API_EXTERN wasm_config_t * /*own*/ wasm_config_new(void);

WASM_DECLARE_OWN(engine)
WASM_API_EXTERN wasm_engine_t * /*own*/ wasm_engine_new(void);
WASM_API_EXTERN wasm_engine_t * /*own*/ wasm_engine_new_with_config(wasm_config_t * /*own*/);

WASM_DECLARE_OWN(store)
WASM_API_EXTERN wasm_store_t * /*own*/ wasm_store_new(wasm_engine_t *);

/*===-- Types ---------------------------------------------------------------===*/

typedef uint8_t wasm_mutability_t;
enum wasm_mutability_enum { WASM_CONST, WASM_VAR };

/* Pages of a memory, elements of a table. */
typedef struct wasm_limits_t {
  uint32_t min;
  uint32_t max;
} wasm_limits_t;
static const uint32_t wasm_limits_max_default = 0xffffffff;

WASM_DECLARE_TYPE(valtype)
typedef uint8_t wasm_valkind_t;
enum wasm_valkind_enum {
  WASM_I32,
  WASM_I64,
  WASM_F32,
  WASM_F64,
  WASM_EXTERNREF = 128,
  WASM_FUNCREF,
  WASM_ANYREF = WASM_EXTERNREF /* its name in earlier versions of the API */
};
WASM_API_EXTERN wasm_valtype_t * /*own*/ wasm_valtype_new(wasm_valkind_t);
WASM_API_EXTERN wasm_valkind_t wasm_valtype_kind(const wasm_valtype_t *);

static inline bool wasm_valkind_is_num(wasm_valkind_t kind) { return kind < WASM_EXTERNREF; }
static inline bool wasm_valkind_is_ref(wasm_valkind_t kind) { return kind >= WASM_EXTERNREF; }
static inline bool wasm_valtype_is_num(const wasm_valtype_t *type) {
  return wasm_valkind_is_num(wasm_valtype_kind(type));
}
static inline bool wasm_valtype_is_ref(const wasm_valtype_t *type) {
  return wasm_valkind_is_ref(wasm_valtype_kind(type));
}

WASM_DECLARE_TYPE(functype)
WASM_API_EXTERN wasm_functype_t * /*own*/ wasm_functype_new(wasm_valtype_vec_t * /*own*/ parameters,
                                                            wasm_valtype_vec_t * /*own*/ results);
WASM_API_EXTERN const wasm_valtype_vec_t *wasm_functype_params(const wasm_functype_t *);
WASM_API_EXTERN const wasm_valtype_vec_t *wasm_functype_results(const wasm_functype_t *);

WASM_DECLARE_TYPE(globaltype)
WASM_API_EXTERN wasm_globaltype_t * /*own*/ wasm_globaltype_new(wasm_valtype_t * /*own*/,
                                                                wasm_mutability_t);
WASM_API_EXTERN const wasm_valtype_t *wasm_globaltype_content(const wasm_globaltype_t *);
WASM_API_EXTERN wasm_mutability_t wasm_globaltype_mutability(const wasm_globaltype_t *);

WASM_DECLARE_TYPE(tabletype)
WASM_API_EXTERN wasm_tabletype_t * /*own*/ wasm_tabletype_new(wasm_valtype_t * /*own*/,
                                                              const wasm_limits_t *);
WASM_API_EXTERN const wasm_valtype_t *wasm_tabletype_element(const wasm_tabletype_t *);
WASM_API_EXTERN const wasm_limits_t *wasm_tabletype_limits(const wasm_tabletype_t *);

WASM_DECLARE_TYPE(memorytype)
WASM_API_EXTERN wasm_memorytype_t * /*own*/ wasm_memorytype_new(const wasm_limits_t *);
WASM_API_EXTERN const wasm_limits_t *wasm_memorytype_limits(const wasm_memorytype_t *);

WASM_DECLARE_TYPE(externtype)
typedef uint8_t wasm_externkind_t;
enum wasm_externkind_enum {
  WASM_EXTERN_FUNC,
  WASM_EXTERN_GLOBAL,
  WASM_EXTERN_TABLE,
  WASM_EXTERN_MEMORY
};
WASM_API_EXTERN wasm_externkind_t wasm_externtype_kind(const wasm_externtype_t *);
WASM_DECLARE_CASTS(functype, externtype)
WASM_DECLARE_CASTS(globaltype, externtype)
WASM_DECLARE_CASTS(tabletype, externtype)
WASM_DECLARE_CASTS(memorytype, externtype)

WASM_DECLARE_TYPE(importtype)
WASM_API_EXTERN wasm_importtype_t * /*own*/ wasm_importtype_new(wasm_name_t * /*own*/ module,
                                                                wasm_name_t * /*own*/ name,
                                                                wasm_externtype_t * /*own*/);
WASM_API_EXTERN const wasm_name_t *wasm_importtype_module(const wasm_importtype_t *);
WASM_API_EXTERN const wasm_name_t *wasm_importtype_name(const wasm_importtype_t *);
WASM_API_EXTERN const wasm_externtype_t *wasm_importtype_type(const wasm_importtype_t *);

WASM_DECLARE_TYPE(exporttype)
WASM_API_EXTERN wasm_exporttype_t * /*own*/ wasm_exporttype_new(wasm_name_t * /*own*/,
                                                                wasm_externtype_t * /*own*/);
WASM_API_EXTERN const wasm_name_t *wasm_exporttype_name(const wasm_exporttype_t *);
WASM_API_EXTERN const wasm_externtype_t *wasm_exporttype_type(const wasm_exporttype_t *);

/*===-- Values and references -----------------------------------------------===*/

typedef struct wasm_val_t {
  wasm_valkind_t kind;
  union {
    int32_t i32;
    int64_t i64;
    float32_t f32;
    float64_t f64;
    struct wasm_ref_t *ref; /* null is the null reference */
  } of;
} wasm_val_t;
WASM_API_EXTERN void wasm_val_delete(wasm_val_t * /*own*/);
WASM_API_EXTERN void wasm_val_copy(wasm_val_t *out, const wasm_val_t *);
WASM_DECLARE_VEC(val, )

WASM_DECLARE_REF_BASE(ref)

/*===-- Traps ---------------------------------------------------------------===*/

WASM_DECLARE_OWN(frame)
WASM_DECLARE_VEC(frame, *)
WASM_API_EXTERN wasm_frame_t * /*own*/ wasm_frame_copy(const wasm_frame_t *);
WASM_API_EXTERN struct wasm_instance_t *wasm_frame_instance(const wasm_frame_t *);
WASM_API_EXTERN uint32_t wasm_frame_func_index(const wasm_frame_t *);
WASM_API_EXTERN size_t wasm_frame_func_offset(const wasm_frame_t *);
WASM_API_EXTERN size_t wasm_frame_module_offset(const wasm_frame_t *);

/* With a NUL at its end, which counts. */
typedef wasm_name_t wasm_message_t;

WASM_DECLARE_REF(trap)
WASM_API_EXTERN wasm_trap_t * /*own*/ wasm_trap_new(wasm_store_t *, const wasm_message_t *);
WASM_API_EXTERN void wasm_trap_message(const wasm_trap_t *, wasm_message_t *out);
/* The innermost frame; null if there is none. */
WASM_API_EXTERN wasm_frame_t * /*own*/ wasm_trap_origin(const wasm_trap_t *);
/* All frames, innermost first. */
WASM_API_EXTERN void wasm_trap_trace(const wasm_trap_t *, wasm_frame_vec_t *out);

/*===-- Objects of the host's -----------------------------------------------===*/

WASM_DECLARE_REF(foreign)
WASM_API_EXTERN wasm_foreign_t * /*own*/ wasm_foreign_new(wasm_store_t *);

/*===-- Modules -------------------------------------------------------------===*/

WASM_DECLARE_SHARABLE_REF(module)
WASM_API_EXTERN wasm_module_t * /*own*/ wasm_module_new(wasm_store_t *,
                                                        const wasm_byte_vec_t *binary);
WASM_API_EXTERN bool wasm_module_validate(wasm_store_t *, const wasm_byte_vec_t *binary);
WASM_API_EXTERN void wasm_module_imports(const wasm_module_t *, wasm_importtype_vec_t *out);
WASM_API_EXTERN void wasm_module_exports(const wasm_module_t *, wasm_exporttype_vec_t *out);
WASM_API_EXTERN void wasm_module_serialize(const wasm_module_t *, wasm_byte_vec_t *out);
WASM_API_EXTERN wasm_module_t * /*own*/ wasm_module_deserialize(wasm_store_t *,
                                                                const wasm_byte_vec_t *);

/*===-- Functions -----------------------------------------------------------===*/

WASM_DECLARE_REF(func)
/* Arguments are lent, results the caller's; a trap ends the wasm code that called. */
typedef wasm_trap_t * /*own*/ (*wasm_func_callback_t)(const wasm_val_vec_t *arguments,
                                                      wasm_val_vec_t *results);
typedef wasm_trap_t * /*own*/ (*wasm_func_callback_with_env_t)(void *env,
                                                               const wasm_val_vec_t *arguments,
                                                               wasm_val_vec_t *results);
WASM_API_EXTERN wasm_func_t * /*own*/ wasm_func_new(wasm_store_t *, const wasm_functype_t *,
                                                    wasm_func_callback_t);
WASM_API_EXTERN wasm_func_t * /*own*/ wasm_func_new_with_env(wasm_store_t *,
                                                             const wasm_functype_t *,
                                                             wasm_func_callback_with_env_t,
                                                             void *env, void (*finalizer)(void *));
WASM_API_EXTERN wasm_functype_t * /*own*/ wasm_func_type(const wasm_func_t *);
WASM_API_EXTERN size_t wasm_func_param_arity(const wasm_func_t *);
WASM_API_EXTERN size_t wasm_func_result_arity(const wasm_func_t *);
/* `results` has room for as many values as the function gives, which are the caller's after. */
WASM_API_EXTERN wasm_trap_t * /*own*/
wasm_func_call(const wasm_func_t *, const wasm_val_vec_t *arguments, wasm_val_vec_t *results);

/*===-- Globals, tables, memories -------------------------------------------===*/

WASM_DECLARE_REF(global)
WASM_API_EXTERN wasm_global_t * /*own*/ wasm_global_new(wasm_store_t *, const wasm_globaltype_t *,
                                                        const wasm_val_t *);
WASM_API_EXTERN wasm_globaltype_t * /*own*/ wasm_global_type(const wasm_global_t *);
WASM_API_EXTERN void wasm_global_get(const wasm_global_t *, wasm_val_t *out);
WASM_API_EXTERN void wasm_global_set(wasm_global_t *, const wasm_val_t *);

WASM_DECLARE_REF(table)
typedef uint32_t wasm_table_size_t;
static const wasm_table_size_t wasm_table_size_max = 0xffffffff;
WASM_API_EXTERN wasm_table_t * /*own*/ wasm_table_new(wasm_store_t *, const wasm_tabletype_t *,
                                                      wasm_ref_t *initial);
WASM_API_EXTERN wasm_tabletype_t * /*own*/ wasm_table_type(const wasm_table_t *);
WASM_API_EXTERN wasm_ref_t * /*own*/ wasm_table_get(const wasm_table_t *, wasm_table_size_t index);
WASM_API_EXTERN bool wasm_table_set(wasm_table_t *, wasm_table_size_t index, wasm_ref_t *);
WASM_API_EXTERN wasm_table_size_t wasm_table_size(const wasm_table_t *);
WASM_API_EXTERN bool wasm_table_grow(wasm_table_t *, wasm_table_size_t delta, wasm_ref_t *initial);

WASM_DECLARE_REF(memory)
typedef uint32_t wasm_memory_pages_t;
static const size_t MEMORY_PAGE_SIZE = 0x10000;
WASM_API_EXTERN wasm_memory_t * /*own*/ wasm_memory_new(wasm_store_t *, const wasm_memorytype_t *);
WASM_API_EXTERN wasm_memorytype_t * /*own*/ wasm_memory_type(const wasm_memory_t *);
WASM_API_EXTERN byte_t *wasm_memory_data(wasm_memory_t *);
WASM_API_EXTERN size_t wasm_memory_data_size(const wasm_memory_t *);
WASM_API_EXTERN wasm_memory_pages_t wasm_memory_size(const wasm_memory_t *);
WASM_API_EXTERN bool wasm_memory_grow(wasm_memory_t *, wasm_memory_pages_t delta);

/*===-- Imports and exports, instances --------------------------------------===*/

WASM_DECLARE_REF(extern)
WASM_DECLARE_VEC(extern, *)
WASM_API_EXTERN wasm_externkind_t wasm_extern_kind(const wasm_extern_t *);
WASM_API_EXTERN wasm_externtype_t * /*own*/ wasm_extern_type(const wasm_extern_t *);
WASM_DECLARE_CASTS(func, extern)
WASM_DECLARE_CASTS(global, extern)
WASM_DECLARE_CASTS(table, extern)
WASM_DECLARE_CASTS(memory, extern)

WASM_DECLARE_REF(instance)
/* `imports` in the module's order. Null if that fails; then `trap`, if not null, says why. */
WASM_API_EXTERN wasm_instance_t * /*own*/ wasm_instance_new(wasm_store_t *, const wasm_module_t *,
                                                            const wasm_extern_vec_t *imports,
                                                            wasm_trap_t ** /*own*/ trap);
/* In the module's order. */
WASM_API_EXTERN void wasm_instance_exports(const wasm_instance_t *, wasm_extern_vec_t *out);

/*===-- Short forms ---------------------------------------------------------===*/

static inline wasm_valtype_t *wasm_valtype_new_i32(void) { return wasm_valtype_new(WASM_I32); }
static inline wasm_valtype_t *wasm_valtype_new_i64(void) { return wasm_valtype_new(WASM_I64); }
static inline wasm_valtype_t *wasm_valtype_new_f32(void) { return wasm_valtype_new(WASM_F32); }
static inline wasm_valtype_t *wasm_valtype_new_f64(void) { return wasm_valtype_new(WASM_F64); }
static inline wasm_valtype_t *wasm_valtype_new_externref(void) {
  return wasm_valtype_new(WASM_EXTERNREF);
}
static inline wasm_valtype_t *wasm_valtype_new_anyref(void) {
  return wasm_valtype_new(WASM_EXTERNREF);
}
static inline wasm_valtype_t *wasm_valtype_new_funcref(void) {
  return wasm_valtype_new(WASM_FUNCREF);
}

/* wasm_functype_new_P_R for P parameters and R results. */
static inline wasm_functype_t *sinter_wasm_functype_new(size_t parameterCount,
                                                        wasm_valtype_t *const parameterTypes[],
                                                        size_t resultCount,
                                                        wasm_valtype_t *const resultTypes[]) {
  wasm_valtype_vec_t parameters, results;
  wasm_valtype_vec_new(&parameters, parameterCount, parameterTypes);
  wasm_valtype_vec_new(&results, resultCount, resultTypes);
  return wasm_functype_new(&parameters, &results);
}
static inline wasm_functype_t *wasm_functype_new_0_0(void) {
  return sinter_wasm_functype_new(0, NULL, 0, NULL);
}
static inline wasm_functype_t *wasm_functype_new_1_0(wasm_valtype_t *p) {
  return sinter_wasm_functype_new(1, &p, 0, NULL);
}
static inline wasm_functype_t *wasm_functype_new_2_0(wasm_valtype_t *p1, wasm_valtype_t *p2) {
  wasm_valtype_t *p[2] = {p1, p2};
  return sinter_wasm_functype_new(2, p, 0, NULL);
}
static inline wasm_functype_t *wasm_functype_new_3_0(wasm_valtype_t *p1, wasm_valtype_t *p2,
                                                     wasm_valtype_t *p3) {
  wasm_valtype_t *p[3] = {p1, p2, p3};
  return sinter_wasm_functype_new(3, p, 0, NULL);
}
static inline wasm_functype_t *wasm_functype_new_0_1(wasm_valtype_t *r) {
  return sinter_wasm_functype_new(0, NULL, 1, &r);
}
static inline wasm_functype_t *wasm_functype_new_1_1(wasm_valtype_t *p, wasm_valtype_t *r) {
  return sinter_wasm_functype_new(1, &p, 1, &r);
}
static inline wasm_functype_t *wasm_functype_new_2_1(wasm_valtype_t *p1, wasm_valtype_t *p2,
                                                     wasm_valtype_t *r) {
  wasm_valtype_t *p[2] = {p1, p2};
  return sinter_wasm_functype_new(2, p, 1, &r);
}
static inline wasm_functype_t *wasm_functype_new_3_1(wasm_valtype_t *p1, wasm_valtype_t *p2,
                                                     wasm_valtype_t *p3, wasm_valtype_t *r) {
  wasm_valtype_t *p[3] = {p1, p2, p3};
  return sinter_wasm_functype_new(3, p, 1, &r);
}
static inline wasm_functype_t *wasm_functype_new_0_2(wasm_valtype_t *r1, wasm_valtype_t *r2) {
  wasm_valtype_t *r[2] = {r1, r2};
  return sinter_wasm_functype_new(0, NULL, 2, r);
}
static inline wasm_functype_t *wasm_functype_new_1_2(wasm_valtype_t *p, wasm_valtype_t *r1,
                                                     wasm_valtype_t *r2) {
  wasm_valtype_t *r[2] = {r1, r2};
  return sinter_wasm_functype_new(1, &p, 2, r);
}
static inline wasm_functype_t *wasm_functype_new_2_2(wasm_valtype_t *p1, wasm_valtype_t *p2,
                                                     wasm_valtype_t *r1, wasm_valtype_t *r2) {
  wasm_valtype_t *p[2] = {p1, p2}, *r[2] = {r1, r2};
  return sinter_wasm_functype_new(2, p, 2, r);
}
static inline wasm_functype_t *wasm_functype_new_3_2(wasm_valtype_t *p1, wasm_valtype_t *p2,
                                                     wasm_valtype_t *p3, wasm_valtype_t *r1,
                                                     wasm_valtype_t *r2) {
  wasm_valtype_t *p[3] = {p1, p2, p3}, *r[2] = {r1, r2};
  return sinter_wasm_functype_new(3, p, 2, r);
}

/* A pointer of the host's as an integer value, and back. */
static inline void wasm_val_init_ptr(wasm_val_t *out, void *pointer) {
#if UINTPTR_MAX == UINT32_MAX
  out->kind = WASM_I32;
  out->of.i32 = (int32_t)(intptr_t)pointer;
#else
  out->kind = WASM_I64;
  out->of.i64 = (int64_t)(intptr_t)pointer;
#endif
}
static inline void *wasm_val_ptr(const wasm_val_t *value) {
#if UINTPTR_MAX == UINT32_MAX
  return (void *)(intptr_t)value->of.i32;
#else
  return (void *)(intptr_t)value->of.i64;
#endif
}

/* Initialisers. */
/* clang-format off */
#define WASM_I32_VAL(x) {.kind = WASM_I32, .of = {.i32 = (x)}}
#define WASM_I64_VAL(x) {.kind = WASM_I64, .of = {.i64 = (x)}}
#define WASM_F32_VAL(x) {.kind = WASM_F32, .of = {.f32 = (x)}}
#define WASM_F64_VAL(x) {.kind = WASM_F64, .of = {.f64 = (x)}}
#define WASM_REF_VAL(x) {.kind = WASM_EXTERNREF, .of = {.ref = (x)}}
#define WASM_INIT_VAL {.kind = WASM_EXTERNREF, .of = {.ref = NULL}}
#define WASM_EMPTY_VEC {0, NULL}
#define WASM_ARRAY_VEC(array) {sizeof(array) / sizeof(*(array)), array}
/* clang-format on */

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* WASM_H */
