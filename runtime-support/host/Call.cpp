//===-- Call.cpp - Calls between host and wasm, both ways -------------------===//
//
// The uniform calling convention of abi/Abi.h, from types as data: five integer and eight
// floating registers, the rest in the context's argument area. Since nested
// calls use the same area, it is read completely before anything else runs.
//
// A host function is called through a closure whose first slots look like an
// instance's. When its callback returns an error, the trampoline leaves to the
// entry like a trap; neither it nor its callees then hold anything that would need to be freed.
//
//===----------------------------------------------------------------------===//

#include "Backtrace.h"
#include "Host.h"

namespace sinter::host {

namespace {

/// Hands out the places of parameters in their order.
struct Places {
  unsigned integers = 0;
  unsigned floats = 0;
  unsigned slots = 0;
};

/// The place for the next parameter of that kind, two slots long for a v128.
uint64_t *nextPlace(Places &places, sinter_valkind_t kind, uint64_t *integers, double *floats,
                    uint64_t *area) {
  if (kind == SINTER_V128) {
    places.slots += 2;
    return area + places.slots - 2;
  }
  if (isFloat(kind)) {
    if (places.floats != SINTER_FLOAT_REGISTERS)
      return reinterpret_cast<uint64_t *>(floats + places.floats++);
  } else if (places.integers != SINTER_INTEGER_REGISTERS) {
    return integers + places.integers++;
  }
  return area + places.slots++;
}

/// Calls visit(i, place) for each result; the first that is not a v128 is at `first`.
template <typename F>
void forResults(const SinterFuncType &type, uint64_t *first, uint64_t *area, F visit) {
  const uint8_t *kinds = type.kinds + type.parameterCount;
  unsigned slots = 0;
  for (uint64_t i = 0; i != type.resultCount; ++i) {
    bool isVector = kinds[i] == SINTER_V128;
    bool isFirst = i == 0 && !isVector;
    visit(i, isFirst ? first : area + slots);
    if (!isFirst)
      slots += isVector ? 2 : 1;
  }
}

uint64_t stackPointer() { return reinterpret_cast<uint64_t>(__builtin_frame_address(0)); }

/// The lowest stack pointer that wasm code may have, or 0 if this stack is not known.
uint64_t stackLimit(const sinter_store_t &store, const Thread &thread) {
  uint64_t here = stackPointer();
  uint64_t size = store.config.stackSize;
  if (here < thread.stackLow || here >= thread.stackHigh)
    return size ? here - size : 0; // A fiber's: the host knows its size.
  if (!size && here >= thread.plainLimit)
    return thread.plainLimit;
  uint64_t low = thread.stackLow + SINTER_STACK_RESERVE;
  uint64_t use = size ? size : DefaultStack;
  return here > low && here - low > use ? here - use : low;
}

} // namespace

sinter_error_t *wrongStack() {
  return makeError(SINTER_ERROR_USE,
                   "the call comes from a stack that is not its thread's own; set "
                   "the store's stack size");
}

/// The entry must lie on the stack that it stands for, where AddressSanitizer would not have it.
__attribute__((no_sanitize("address"))) sinter_error_t *
enter(sinter_store_t *store, SinterCode code, void *instance, const uint64_t *integers,
      const double *floats, uint64_t *result) {
  Thread &self = thread();
  if (!self.stackLow || (!self.hasSignalStack && handlerInstalled()))
    prepare(self);
  uint64_t limit = stackLimit(*store, self);
  if (!limit)
    return wrongStack();
  // Only a fiber, whose store has a stack size, goes on elsewhere than it began.
  const Entry *outer = __atomic_load_n(&store->entry, __ATOMIC_RELAXED);
  if (outer && !store->config.stackSize &&
      (reinterpret_cast<uint64_t>(outer) < self.stackLow ||
       reinterpret_cast<uint64_t>(outer) >= self.stackHigh))
    return makeError(SINTER_ERROR_USE,
                     "a call into the store runs on another thread; a store is for one at a time");
  Entry entry = {nullptr, 0, store->entry, self.running,
                 __atomic_load_n(&store->context.stackLimit, __ATOMIC_RELAXED)};
  __atomic_store_n(&store->entry, &entry, __ATOMIC_RELAXED);
  setStackLimit(*store, limit);
  self.running = store;
  *result = sinterHostEnter(&entry, code, instance, integers, floats);
  // Only what is running indeed has an entry. A store that was deleted is memory for stores still,
  // and if it is in use again, elsewhere, nothing runs here that it could be taken for.
  if (entry.previousRunning && __atomic_load_n(&entry.previousRunning->entry, __ATOMIC_RELAXED))
    self.running = entry.previousRunning;
  // The outermost call leaves its limit, for the next one by this thread.
  if (entry.previous)
    setStackLimit(*store, entry.previousLimit);
  return leave(store, &entry);
}

sinter_error_t *leave(sinter_store_t *store, Entry *entry) {
  __atomic_store_n(&store->entry, entry->previous, __ATOMIC_RELAXED);
  if (!entry->trapCode)
    return nullptr;
  // Noticed once, by the outermost call last.
  if (entry->trapCode == SINTER_TRAP_Interrupted && !entry->previous)
    sinter_store_clear_interrupt(store);
  sinter_error_t *error =
      entry->trapCode == HostErrorCode ? store->pending : makeTrap(entry->trapCode);
  store->pending = nullptr;
  attachFrames(store, error);
  return error;
}

SINTER_LEAVES void fail(sinter_store_t *store, sinter_error_t *error) {
  if (SinterException *exception = takeException(store, error))
    raiseException(store, exception);
  if (error->kind != SINTER_ERROR_EXIT && !error->frames)
    noteFrames(store);
  store->pending = error;
  store->entry->trapCode = HostErrorCode;
  sinterHostLeave(store->entry);
}

namespace {

/// The registers of a call, and how many of them have a parameter.
struct Registers {
  uint64_t integers[SINTER_INTEGER_REGISTERS] = {};
  double floats[SINTER_FLOAT_REGISTERS] = {};
  unsigned integerCount = 0, floatCount = 0;

  /// The next one for a number of that kind.
  void *next(sinter_valkind_t kind) {
    return isFloat(kind) ? static_cast<void *>(floats + floatCount++) : integers + integerCount++;
  }
};

sinter_error_t *callBack(const Closure &closure, sinter_store_t *store, const sinter_val_t *values,
                         sinter_val_t *results) {
  const HostFunction &function = *closure.function;
  return function.callback
             ? function.callback(closure.data, store, values, results)
             : function.callerCallback(closure.data, store, closure.caller, values, results);
}

constexpr const char *AsArgument = "an argument", *AsResult = "a host function's result";

/// Where SinterInternedType.isSimple holds.
sinter_error_t *callBackSimply(const Closure &closure, sinter_store_t *store,
                               const SinterFuncType &type, Registers &registers, uint64_t *result) {
  sinter_val_t values[SINTER_INTEGER_REGISTERS + SINTER_FLOAT_REGISTERS];
  for (uint64_t i = 0; i != type.parameterCount; ++i) {
    uint64_t bits;
    memcpy(&bits, registers.next(type.kinds[i]), sizeof bits);
    values[i] = fromSlot(type.kinds[i], bits);
  }
  if (!type.resultCount)
    return callBack(closure, store, values, nullptr);
  sinter_valkind_t kind = type.kinds[type.parameterCount];
  sinter_val_t value = fromSlot(kind, 0);
  sinter_error_t *error = callBack(closure, store, values, &value);
  if (error)
    return error;
  if (value.kind != kind)
    return checkValue(store, value, kind, AsResult);
  *result = toSlot(value);
  return nullptr;
}

sinter_error_t *callBackByValues(const Closure &closure, sinter_store_t *store,
                                 const SinterInternedType &identity, Registers &registers,
                                 uint64_t *first) {
  const SinterFuncType &type = identity.type;
  constexpr uint64_t FewValues = 32;
  sinter_val_t few[FewValues];
  uint64_t count = type.parameterCount + type.resultCount;
  sinter_val_t *values =
      count <= FewValues ? few : static_cast<sinter_val_t *>(malloc(count * sizeof(sinter_val_t)));
  if (!values)
    return outOfMemory();
  Places places;
  for (uint64_t i = 0; i != type.parameterCount; ++i)
    values[i] = getSlot(
        nextPlace(places, type.kinds[i], registers.integers, registers.floats, store->arguments),
        type.kinds[i]);
  sinter_val_t *results = values + type.parameterCount;
  for (uint64_t i = 0; i != type.resultCount; ++i)
    results[i] = fromSlot(type.kinds[type.parameterCount + i], 0);
  sinter_error_t *error = callBack(closure, store, values, results);
  for (uint64_t i = 0; i != type.resultCount && !error; ++i)
    error = checkValue(store, results[i], type.kinds[type.parameterCount + i], AsResult,
                       referenceAt(identity, type.parameterCount + i));
  if (!error)
    forResults(type, first, store->arguments, [&](uint64_t i, uint64_t *place) {
      putSlot(place, values[type.parameterCount + i]);
    });
  if (values != few)
    free(values);
  return error;
}

} // namespace

/// What wasm code calls for a host function.
SINTER_LEAVES static uint64_t trampoline(void *callee, uint64_t i0, uint64_t i1, uint64_t i2,
                                         uint64_t i3, uint64_t i4, double f0, double f1, double f2,
                                         double f3, double f4, double f5, double f6, double f7) {
  auto &closure = *static_cast<Closure *>(callee);
  auto &identity = *static_cast<const SinterInternedType *>(closure.function->ref.type);
  const SinterFuncType &type = identity.type;
  auto *store = static_cast<sinter_store_t *>(closure.instance.owner);
  Registers registers = {{i0, i1, i2, i3, i4}, {f0, f1, f2, f3, f4, f5, f6, f7}};
  uint64_t first = 0;
  sinter_error_t *error = identity.isSimple
                              ? callBackSimply(closure, store, type, registers, &first)
                              : callBackByValues(closure, store, identity, registers, &first);
  if (!error)
    return first;
  fail(store, error);
}

HostFunction *makeFunction(sinter_store_t *store, const sinter_functype_t *type, bool isToldCaller,
                           void *data, void (*finalize)(void *data)) {
  size_t count = type->parameter_count + type->result_count;
  auto *kinds = static_cast<uint8_t *>(malloc(count + 1));
  auto *function = static_cast<HostFunction *>(calloc(1, sizeof(HostFunction)));
  const SinterInternedType *identity = nullptr;
  if (kinds && function) {
    if (type->parameter_count)
      memcpy(kinds, type->parameters, type->parameter_count);
    if (type->result_count)
      memcpy(kinds + type->parameter_count, type->results, type->result_count);
    identity = intern(type->parameter_count, type->result_count, kinds);
  }
  free(kinds);
  if (!identity) {
    free(function);
    return nullptr;
  }
  function->closure.instance.context = &store->context;
  function->closure.instance.owner = store;
  function->closure.data = data;
  function->closure.function = function;
  function->ref.type = identity;
  function->ref.instance = &function->closure;
  function->isToldCaller = isToldCaller;
  store->tellsCallers |= isToldCaller;
  function->finalize = finalize;
  function->next = store->functions;
  store->functions = function;
  return function;
}

} // namespace sinter::host

using namespace sinter::host;

sinter_func_t *sinter_func_new(sinter_store_t *store, const sinter_functype_t *type,
                               sinter_callback_t callback, void *data,
                               void (*finalize)(void *data)) {
  HostFunction *function = makeFunction(store, type, false, data, finalize);
  if (!function)
    return nullptr;
  function->ref.code = trampoline;
  function->callback = callback;
  return reinterpret_cast<sinter_func_t *>(&function->ref);
}

sinter_func_t *sinter_func_new_with_caller(sinter_store_t *store, const sinter_functype_t *type,
                                           sinter_caller_callback_t callback, void *data,
                                           void (*finalize)(void *data)) {
  HostFunction *function = makeFunction(store, type, true, data, finalize);
  if (!function)
    return nullptr;
  function->ref.code = trampoline;
  function->callerCallback = callback;
  return reinterpret_cast<sinter_func_t *>(&function->ref);
}

sinter_functype_t sinter_func_type(const sinter_func_t *func) {
  return publicType(static_cast<const SinterInternedType *>(refOf(func).type)->type);
}

/// Where SinterInternedType.isSimple holds: as a typed call (TypedCall.cpp), all registers of which
/// are set.
static sinter_error_t *callSimply(sinter_store_t *store, const SinterFuncRef &ref,
                                  const SinterFuncType &type, const sinter_val_t *arguments,
                                  sinter_val_t *results) {
  Registers registers;
  for (uint64_t i = 0; i != type.parameterCount; ++i) {
    sinter_valkind_t kind = type.kinds[i];
    if (arguments[i].kind != kind)
      return checkValue(store, arguments[i], kind, AsArgument);
    uint64_t bits = toSlot(arguments[i]);
    memcpy(registers.next(kind), &bits, sizeof bits);
  }
  const sinter_call_t call = {store, reinterpret_cast<void (*)(void)>(ref.code), ref.instance};
  const uint64_t *i = registers.integers;
  const double *f = registers.floats;
  using Integers =
      sinter_result_t(const sinter_call_t *, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);
  using All =
      sinter_result_t(const sinter_call_t *, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
                      double, double, double, double, double, double, double, double);
  auto *code = reinterpret_cast<void (*)()>(sinter_call_enter);
  sinter_result_t result =
      registers.floatCount
          ? reinterpret_cast<All *>(code)(&call, i[0], i[1], i[2], i[3], i[4], f[0], f[1], f[2],
                                          f[3], f[4], f[5], f[6], f[7])
          : reinterpret_cast<Integers *>(code)(&call, i[0], i[1], i[2], i[3], i[4]);
  if (result.error)
    return result.error;
  if (type.resultCount)
    *results = fromSlot(type.kinds[type.parameterCount], result.value);
  return nullptr;
}

sinter_error_t *sinter_func_call(sinter_store_t *store, sinter_func_t *func,
                                 const sinter_val_t *arguments, size_t argumentCount,
                                 sinter_val_t *results, size_t resultCount) {
  if (!store || !func)
    return makeError(SINTER_ERROR_USE, "no store or no function was given to call");
  const SinterFuncRef &ref = refOf(func);
  auto &identity = *static_cast<const SinterInternedType *>(ref.type);
  const SinterFuncType &type = identity.type;
  if (storeOf(func) != store)
    return makeError(SINTER_ERROR_USE, "the function belongs to another store");
  if (argumentCount != type.parameterCount || resultCount != type.resultCount)
    return makeError(SINTER_ERROR_USE,
                     "the function takes %llu arguments and gives %llu results, not %zu and %zu",
                     static_cast<unsigned long long>(type.parameterCount),
                     static_cast<unsigned long long>(type.resultCount), argumentCount, resultCount);
  // Which stack a call comes from is for enter() to judge.
  if (identity.isSimple && stackPointer() >= thread().stackLow)
    return callSimply(store, ref, type, arguments, results);
  for (size_t i = 0; i != argumentCount; ++i)
    if (sinter_error_t *error =
            checkValue(store, arguments[i], type.kinds[i], AsArgument, referenceAt(identity, i)))
      return error;
  Registers registers;
  Places places;
  for (size_t i = 0; i != argumentCount; ++i)
    putSlot(
        nextPlace(places, type.kinds[i], registers.integers, registers.floats, store->arguments),
        arguments[i]);
  uint64_t first = 0;
  if (sinter_error_t *error =
          enter(store, ref.code, ref.instance, registers.integers, registers.floats, &first))
    return error;
  forResults(type, &first, store->arguments, [&](uint64_t i, const uint64_t *place) {
    results[i] = getSlot(place, type.kinds[type.parameterCount + i]);
  });
  return nullptr;
}
