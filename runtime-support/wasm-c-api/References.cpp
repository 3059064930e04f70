//===-- References.cpp - Handles: counting, ending, host information --------===//
//
// The end of a group can end others: those of its imports, and what finalizers delete. They are
// ended one after the other from a list, so that a long chain needs no deep stack. While a call
// runs in the store, functions and instances wait for its end, since they may be what is running;
// traps and foreign objects do not, of which a long call can make any number.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

#include <initializer_list>

namespace sinter::wasm_c {

static void link(Group *&list, Group *group) {
  group->next = list;
  group->back = &list;
  if (list)
    list->back = &group->next;
  list = group;
}

static void unlink(Group *group) {
  *group->back = group->next;
  if (group->next)
    group->next->back = group->back;
}

wasm_ref_t *makeRef(wasm_store_t *store, Kind kind, size_t size, Group *group) {
  auto *object = static_cast<wasm_ref_t *>(calloc(1, size));
  Group *own = group || !object ? nullptr : make<Group>();
  if (!object || (!group && !own)) {
    free(object);
    return nullptr;
  }
  if (own) {
    own->store = store;
    link(store->groups, own);
    group = own;
  }
  object->kind = kind;
  object->group = group;
  object->nextMember = group->members;
  group->members = object;
  return object;
}

static bool isExtern(const wasm_ref_t *ref) { return ref->kind <= Kind::Tag; }

/// What a member has besides its memory. Finalizers are the host's code and come last.
static void finalize(wasm_ref_t *ref) {
  if (ref->kind == Kind::Trap) {
    auto *trap = static_cast<wasm_trap_t *>(ref);
    sinter_error_delete(trap->error);
    wasm_byte_vec_delete(&trap->message);
  } else if (ref->kind == Kind::Module) {
    releaseShared(static_cast<wasm_module_t *>(ref)->shared);
  } else if (ref->kind == Kind::Func) {
    auto *func = static_cast<wasm_func_t *>(ref);
    if (func->envFinalizer)
      func->envFinalizer(func->env);
  }
  if (ref->finalizer)
    ref->finalizer(ref->info);
}

static void freeMembers(Group *group) {
  while (wasm_ref_t *member = group->members) {
    group->members = member->nextMember;
    finalize(member);
    free(member);
  }
}

/// Ends a group that is in no list.
static void end(Group *group) {
  wasm_store_t *store = group->store;
  if (sinter_error_t *error = sinter_instance_delete(group->instance)) {
    // It stays, and what it imports with it.
    sinter_error_delete(error);
    pin(group);
    link(store->groups, group);
    return;
  }
  for (wasm_ref_t *member = group->members; member; member = member->nextMember)
    if (isExtern(member))
      removeExtern(store, static_cast<wasm_extern_t *>(member));
  freeMembers(group);
  for (size_t i = 0; i != group->importCount; ++i)
    letGo(group->imports[i]);
  free(group->imports);
  free(group);
}

/// Ends what is in the list, and what that leaves without a reference.
static void endAll(wasm_store_t *store) {
  if (store->isEnding)
    return;
  store->isEnding = true;
  while (Group *group = store->ending) {
    unlink(group);
    if (group->references)
      link(store->groups, group); // Someone found one of its members again.
    else
      end(group);
  }
  store->isEnding = false;
}

void letGo(Group *group) {
  wasm_store_t *store = group->store;
  if (--group->references || group->isPinned)
    return;
  unlink(group);
  if (store->calls && (group->instance || isExtern(group->members)))
    return link(store->waiting, group);
  link(store->ending, group);
  endAll(store);
}

Call::~Call() {
  if (--store->calls == 0 && store->waiting) {
    while (Group *group = store->waiting) {
      unlink(group);
      link(store->ending, group);
    }
    endAll(store);
  }
  releaseHandle(store);
}

wasm_ref_t *acquire(wasm_ref_t *ref) {
  if (ref) {
    hold(ref->group);
    ++ref->group->store->handles;
  }
  return ref;
}

void release(wasm_ref_t *ref) {
  if (!ref)
    return;
  wasm_store_t *store = ref->group->store;
  letGo(ref->group);
  releaseHandle(store);
}

static void endStore(wasm_store_t *store) {
  store->handles = 1; // For what finalizers do.
  store->isEnding = true;
  for (Group **list : {&store->groups, &store->waiting, &store->ending})
    while (Group *group = *list) {
      unlink(group);
      freeMembers(group);
      free(group->imports);
      free(group);
    }
  sinter_store_delete(store->store);
  sinter_error_delete(store->failure);
  releaseEngine(store->engine);
  free(store->buckets);
  free(store);
}

void releaseHandle(wasm_store_t *store) {
  if (--store->handles == 0)
    endStore(store);
}

static bool same(const wasm_ref_t *a, const wasm_ref_t *b) {
  if (a == b || !a || !b)
    return a == b;
  return a->kind == Kind::Module && b->kind == Kind::Module &&
         static_cast<const wasm_module_t *>(a)->shared ==
             static_cast<const wasm_module_t *>(b)->shared;
}

static void setInfo(wasm_ref_t *ref, void *info, void (*finalizer)(void *)) {
  ref->info = info;
  ref->finalizer = finalizer;
}

template <typename T> static T *as(const wasm_ref_t *ref, Kind kind) {
  auto *object = const_cast<wasm_ref_t *>(ref);
  return object && object->kind == kind ? static_cast<T *>(object) : nullptr;
}

static wasm_extern_t *asExtern(const wasm_ref_t *ref) {
  auto *object = const_cast<wasm_ref_t *>(ref);
  return object && isExtern(object) ? static_cast<wasm_extern_t *>(object) : nullptr;
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

#define REF_BASE(NAME)                                                                             \
  void wasm_##NAME##_delete(wasm_##NAME##_t *object) { release(object); }                          \
  wasm_##NAME##_t *wasm_##NAME##_copy(const wasm_##NAME##_t *object) {                             \
    return handle(const_cast<wasm_##NAME##_t *>(object));                                          \
  }                                                                                                \
  bool wasm_##NAME##_same(const wasm_##NAME##_t *a, const wasm_##NAME##_t *b) {                    \
    return same(a, b);                                                                             \
  }                                                                                                \
  void *wasm_##NAME##_get_host_info(const wasm_##NAME##_t *object) { return object->info; }        \
  void wasm_##NAME##_set_host_info(wasm_##NAME##_t *object, void *info) {                          \
    setInfo(object, info, nullptr);                                                                \
  }                                                                                                \
  void wasm_##NAME##_set_host_info_with_finalizer(wasm_##NAME##_t *object, void *info,             \
                                                  void (*finalizer)(void *)) {                     \
    setInfo(object, info, finalizer);                                                              \
  }

#define REF(NAME, AS)                                                                              \
  REF_BASE(NAME)                                                                                   \
  wasm_ref_t *wasm_##NAME##_as_ref(wasm_##NAME##_t *object) { return object; }                     \
  const wasm_ref_t *wasm_##NAME##_as_ref_const(const wasm_##NAME##_t *object) { return object; }   \
  wasm_##NAME##_t *wasm_ref_as_##NAME(wasm_ref_t *ref) { return AS; }                              \
  const wasm_##NAME##_t *wasm_ref_as_##NAME##_const(const wasm_ref_t *ref) { return AS; }

#define KIND(NAME, OF) REF(NAME, as<wasm_##NAME##_t>(ref, OF))

#define EXTERN(NAME, OF)                                                                           \
  KIND(NAME, OF)                                                                                   \
  wasm_extern_t *wasm_##NAME##_as_extern(wasm_##NAME##_t *object) { return object; }               \
  const wasm_extern_t *wasm_##NAME##_as_extern_const(const wasm_##NAME##_t *object) {              \
    return object;                                                                                 \
  }                                                                                                \
  wasm_##NAME##_t *wasm_extern_as_##NAME(wasm_extern_t *item) {                                    \
    return as<wasm_##NAME##_t>(item, OF);                                                          \
  }                                                                                                \
  const wasm_##NAME##_t *wasm_extern_as_##NAME##_const(const wasm_extern_t *item) {                \
    return as<wasm_##NAME##_t>(item, OF);                                                          \
  }

REF_BASE(ref)
REF(extern, asExtern(ref))
EXTERN(func, Kind::Func)
EXTERN(global, Kind::Global)
EXTERN(table, Kind::Table)
EXTERN(memory, Kind::Memory)
KIND(foreign, Kind::Foreign)
KIND(trap, Kind::Trap)
KIND(module, Kind::Module)
KIND(instance, Kind::Instance)
