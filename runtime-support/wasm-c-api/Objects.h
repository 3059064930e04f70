//===-- Objects.h - What the handles of wasm.h point to ---------------------===//
//
// wasm.h over sinter.h. Every reference that a host can have is a pointer to the one wasm_ref_t
// that stands for its object in its store, so that copies are the same, host information is the
// object's and not the handle's, and casts cost nothing.
//
// Lifetimes are counted by group: an instance and all that it exports are one group, as is each
// object that the host makes. A group has a reference for each handle to one of its members, and
// for each instance that imports one. Without any it ends: finalizers run, and an instance is
// deleted. Wasm code can hold references, too, which nobody counts, so what was passed to it (to a
// table, a global, a call) is pinned until the store ends, as is an instance that
// sinter_instance_delete says may have handed out its functions. A store ends when its own handle
// and all handles to things in it are gone, whatever their order; wasmtime does the same.
//
// Like libsinter this needs no C++ library. A store is used by one thread at a time, so nothing
// here is locked; what several share (engines, compiled modules) is counted atomically.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm-sinter.h"

#include <stdlib.h>

namespace sinter::wasm_c {

enum class Kind : uint8_t { Func, Global, Table, Memory, Tag, Foreign, Trap, Module, Instance };
/// What wasm.h has no name for: an export that can only be passed on, as an import.
constexpr wasm_externkind_t ExternTag = 4;

struct Group {
  wasm_store_t *store;
  Group *next; ///< Of the store's groups, or of those that are about to end.
  Group **back;
  wasm_ref_t *members;
  uint64_t references;
  bool isPinned;
  sinter_instance_t *instance; ///< That it is deleted with, or null.
  Group **imports;             ///< What the instance imports members of, or a trap's frames ran in.
  size_t importCount;
};

/// A zeroed object, or null.
template <typename T> T *make() { return static_cast<T *>(calloc(1, sizeof(T))); }

} // namespace sinter::wasm_c

struct wasm_ref_t {
  sinter::wasm_c::Kind kind;
  sinter::wasm_c::Group *group;
  wasm_ref_t *nextMember;
  void *info;
  void (*finalizer)(void *);
};

struct wasm_extern_t : wasm_ref_t {
  sinter_extern_t item;
  uint64_t hash;
  wasm_extern_t *nextInBucket;
};
struct wasm_func_t : wasm_extern_t {
  wasm_func_callback_t callback; ///< Of a function of the host: this or the next.
  wasm_func_callback_with_env_t callbackWithEnv;
  void *env;
  void (*envFinalizer)(void *);
};
struct wasm_global_t : wasm_extern_t {};
struct wasm_table_t : wasm_extern_t {};
struct wasm_memory_t : wasm_extern_t {};

struct wasm_foreign_t : wasm_ref_t {};
struct wasm_trap_t : wasm_ref_t {
  sinter_error_t *error;
  wasm_message_t message; ///< Of one that the host made; otherwise empty: the error's.
};
struct wasm_instance_t : wasm_ref_t {
  sinter_instance_t *instance;
};

/// A compiled module, of any number of stores.
struct wasm_shared_module_t {
  uint64_t references;
  sinter_module_t *module;
  wasm_byte_vec_t object; ///< What it was loaded from.
};
struct wasm_module_t : wasm_ref_t {
  wasm_shared_module_t *shared;
};

struct wasm_config_t {
  sinter_config_t *config;
  char optimisation;
  bool checkedMemory;
  char *features; ///< Or null.
};
struct wasm_engine_t {
  uint64_t references;
  wasm_config_t *config;
};

struct wasm_store_t {
  wasm_engine_t *engine;
  sinter_store_t *store;
  uint64_t handles; ///< All that the host has, the store's own included.
  uint64_t calls;   ///< That run.
  sinter::wasm_c::Group *groups;
  sinter::wasm_c::Group *waiting; ///< For the end of all calls, to end themselves.
  sinter::wasm_c::Group *ending;
  bool isEnding; ///< Whether someone is at it.
  wasm_extern_t **buckets;
  size_t bucketCount; ///< A power of two, or 0.
  size_t externCount;
  wasm_trap_t *thrown;         ///< What the last callback returned, on its way to the call ...
  sinter_error_t *thrownError; ///< ... as this.
  sinter_error_t *failure;     ///< For sinter_wasm_message.
};

struct wasm_externtype_t {
  wasm_externkind_t kind;
};
struct wasm_functype_t : wasm_externtype_t { ///< Of a tag, too.
  wasm_valtype_vec_t parameters, results;
};
struct wasm_globaltype_t : wasm_externtype_t {
  wasm_valtype_t *content;
  wasm_mutability_t mutability;
};
struct wasm_tabletype_t : wasm_externtype_t {
  wasm_valtype_t *element;
  wasm_limits_t limits;
};
struct wasm_memorytype_t : wasm_externtype_t {
  wasm_limits_t limits;
};

namespace sinter::wasm_c {

// References.cpp
/// Makes an object in a group of its own if `group` is null. It has no handle yet. Null if there is
/// no memory.
wasm_ref_t *makeRef(wasm_store_t *store, Kind kind, size_t size, Group *group = nullptr);
template <typename T> T *makeRef(wasm_store_t *store, Kind kind, Group *group = nullptr) {
  return static_cast<T *>(makeRef(store, kind, sizeof(T), group));
}
/// One more handle; null is fine for both.
wasm_ref_t *acquire(wasm_ref_t *ref);
void release(wasm_ref_t *ref);
template <typename T> T *handle(T *object) { return static_cast<T *>(acquire(object)); }
inline void hold(Group *group) { ++group->references; }
void letGo(Group *group);
inline void pin(Group *group) { group->isPinned = true; }
/// Around whatever may run wasm code. The store lives until its end at least.
class Call {
public:
  explicit Call(wasm_store_t *store) : store(store) {
    ++store->calls;
    ++store->handles;
  }
  ~Call();

private:
  wasm_store_t *store;
};
/// Drops a handle that is counted in the store alone; with the last one everything in it ends.
void releaseHandle(wasm_store_t *store);

// Externs.cpp
/// The object for an import or export; a new one is put into `group`, or into one of its own. Null
/// if there is no memory, or nothing.
wasm_extern_t *externFor(wasm_store_t *store, const sinter_extern_t &item, Group *group);
/// The same for a function that wasm code handed over.
wasm_func_t *funcFor(wasm_store_t *store, sinter_func_t *func);
/// Says what a new object stands for. False if there is no memory.
[[nodiscard]] bool addExtern(wasm_store_t *store, wasm_extern_t *object,
                             const sinter_extern_t &item);
void removeExtern(wasm_store_t *store, const wasm_extern_t *object);

// Values.cpp
/// What an argument or result is to wasm code, where it should be of that kind.
[[nodiscard]] sinter_error_t *toSinter(wasm_store_t *store, const wasm_val_t &from,
                                       sinter_valkind_t kind, sinter_val_t &to);
/// A reference for a place of that kind; null is the null reference.
[[nodiscard]] sinter_error_t *toSinter(wasm_store_t *store, wasm_ref_t *from, sinter_valkind_t kind,
                                       sinter_val_t &to);
/// The value is the caller's.
wasm_val_t fromSinter(wasm_store_t *store, const sinter_val_t &from);
wasm_ref_t *refFromSinter(wasm_store_t *store, const sinter_val_t &from);

// Types.cpp
wasm_valtype_t *toValtype(sinter_valkind_t kind);
/// False if wasm.h has no values of that kind.
bool fromKind(wasm_valkind_t kind, sinter_valkind_t &to);
bool hasValues(sinter_valkind_t kind);
wasm_functype_t *makeFunctype(wasm_externkind_t kind, const sinter_functype_t &type);
wasm_externtype_t *toExterntype(const sinter_externtype_t &type);
wasm_limits_t toLimits(uint64_t minimum, uint64_t maximum);
inline sinter_limits_t fromLimits(const wasm_limits_t &limits) {
  return {limits.min, limits.max == wasm_limits_max_default ? SINTER_NO_MAXIMUM : limits.max, false,
          false};
}

// Traps.cpp
/// Takes over the error, of a call that ended; the trap that a callback returned comes back as it
/// was. The result is the caller's.
wasm_trap_t *toTrap(wasm_store_t *store, sinter_error_t *error);
/// Takes over a handle that a callback returned.
sinter_error_t *throwTrap(wasm_store_t *store, wasm_trap_t *trap);

// Store.cpp
/// Takes over the error for sinter_wasm_message; true if there was one.
bool note(wasm_store_t *store, sinter_error_t *error);
bool fail(wasm_store_t *store, const char *message);
void releaseEngine(wasm_engine_t *engine);

// Module.cpp
void releaseShared(wasm_shared_module_t *shared);

// WithCompiler.cpp or WithoutCompiler.cpp
/// Compiles a module to a shared object; an error that says why not.
[[nodiscard]] sinter_error_t *compileModule(const wasm_config_t *config,
                                            const wasm_byte_vec_t &binary, wasm_byte_vec_t &object);
[[nodiscard]] sinter_error_t *validateModule(const wasm_config_t *config,
                                             const wasm_byte_vec_t &binary);

} // namespace sinter::wasm_c
