//===-- TypedCall.cpp - Calls both ways without values in between -----------===//
//
// sinter_call_enter has the prototype of the function that it calls, behind its own first
// parameter, so that every argument is in its place already. It does by itself (arch/) what a call
// takes if the thread ran the same store last: compare the stack limit, save the registers that a
// trap restores, and push an entry. All else comes here.
//
// A host's own code is what wasm code calls, with no trampoline in between.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <stddef.h>

namespace sinter::host {

// arch/*.S.
static_assert(offsetof(Thread, stackHigh) == 8 && offsetof(Thread, running) == 16 &&
              offsetof(Thread, plainLimit) == 24);
static_assert(offsetof(SinterContext, stackLimit) == 0 && offsetof(sinter_store_t, context) == 0 &&
              offsetof(sinter_store_t, entry) == 56);
static_assert(offsetof(Entry, stackPointer) == 0 && offsetof(Entry, trapCode) == 8 &&
              offsetof(Entry, previous) == 16);
static_assert(offsetof(sinter_call_t, code) == 8 && offsetof(sinter_call_t, instance) == 16);
// sinter.h.
static_assert(offsetof(sinter_closure_t, store) == offsetof(SinterInstance, owner) &&
              offsetof(sinter_closure_t, data) == offsetof(Closure, data) &&
              offsetof(sinter_closure_t, caller) == offsetof(Closure, caller));

/// Whether registers carry all parameters and the result of such a function, and none needs a look.
static bool isTyped(const SinterInternedType &identity) {
  return fitsRegisters(identity.type) && !identity.references;
}

static sinter_error_t *notTyped() {
  return makeError(
      SINTER_ERROR_USE,
      "a function of that type is called with values: it has more parameters or results than "
      "registers, vectors, or references other than externref");
}

static bool isSameType(const SinterFuncType &known, const sinter_functype_t &asked) {
  return known.parameterCount == asked.parameter_count && known.resultCount == asked.result_count &&
         (!asked.parameter_count ||
          memcmp(known.kinds, asked.parameters, asked.parameter_count) == 0) &&
         (!asked.result_count ||
          memcmp(known.kinds + known.parameterCount, asked.results, asked.result_count) == 0);
}

} // namespace sinter::host

using namespace sinter::host;

extern "C" {

/// The call as enter() makes it.
__attribute__((visibility("hidden"))) sinter_result_t sinterHostCallSlow(
    const sinter_call_t *call, uint64_t i0, uint64_t i1, uint64_t i2, uint64_t i3, uint64_t i4,
    double f0, double f1, double f2, double f3, double f4, double f5, double f6, double f7) {
  const uint64_t integers[SINTER_INTEGER_REGISTERS] = {i0, i1, i2, i3, i4};
  const double floats[SINTER_FLOAT_REGISTERS] = {f0, f1, f2, f3, f4, f5, f6, f7};
  sinter_result_t result = {};
  result.error = enter(call->store, reinterpret_cast<SinterCode>(call->code), call->instance,
                       integers, floats, &result.value);
  return result;
}

/// What arch/ calls after a trap in a call that it entered by itself.
__attribute__((visibility("hidden"))) sinter_error_t *sinterHostFinish(Entry *entry) {
  Thread &self = thread();
  bool isElsewhere = reinterpret_cast<uint64_t>(entry) < self.stackLow;
  sinter_error_t *error = leave(self.running, entry);
  if (!isElsewhere || sinter_error_code(error) != SINTER_TRAP_StackExhausted)
    return error;
  sinter_error_delete(error);
  return wrongStack();
}
}

sinter_error_t *sinter_call_prepare(sinter_store_t *store, sinter_func_t *func,
                                    const sinter_functype_t *type, sinter_call_t *call) {
  if (!store || !func)
    return makeError(SINTER_ERROR_USE, "no store or no function was given to call");
  const SinterFuncRef &ref = refOf(func);
  auto &identity = *static_cast<const SinterInternedType *>(ref.type);
  if (storeOf(func) != store)
    return makeError(SINTER_ERROR_USE, "the function belongs to another store");
  if (!isSameType(identity.type, *type))
    return makeError(SINTER_ERROR_USE, "the function is of another type");
  if (!isTyped(identity))
    return notTyped();
  call->store = store;
  call->code = reinterpret_cast<void (*)(void)>(ref.code);
  call->instance = ref.instance;
  return nullptr;
}

static sinter_error_t *makeDirect(sinter_store_t *store, const sinter_functype_t *type,
                                  bool isToldCaller, void (*code)(void), void *data,
                                  void (*finalize)(void *data), sinter_func_t **func) {
  // Whoever fails keeps `data`; the function itself goes with the store.
  HostFunction *function = makeFunction(store, type, isToldCaller, data, nullptr);
  if (!function)
    return outOfMemory();
  if (!isTyped(*static_cast<const SinterInternedType *>(function->ref.type)))
    return notTyped();
  function->ref.code = reinterpret_cast<SinterCode>(code);
  function->finalize = finalize;
  *func = reinterpret_cast<sinter_func_t *>(&function->ref);
  return nullptr;
}

sinter_error_t *sinter_func_new_direct(sinter_store_t *store, const sinter_functype_t *type,
                                       void (*code)(void), void *data, void (*finalize)(void *data),
                                       sinter_func_t **func) {
  return makeDirect(store, type, false, code, data, finalize, func);
}

sinter_error_t *sinter_func_new_direct_with_caller(sinter_store_t *store,
                                                   const sinter_functype_t *type,
                                                   void (*code)(void), void *data,
                                                   void (*finalize)(void *data),
                                                   sinter_func_t **func) {
  return makeDirect(store, type, true, code, data, finalize, func);
}

SINTER_LEAVES void sinter_closure_fail(const sinter_closure_t *closure, sinter_error_t *error) {
  fail(closure->store, error);
}
