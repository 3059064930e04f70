//===-- Functions.cpp - Functions of the host and calls ---------------------===//
//
// Values are translated on the stack, but for functions of many. wasm.h trusts that vectors have
// the right sizes and types; a call that has not ends as a trap with a sentence.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

/// Room for values of either kind, on the heap if they are many.
template <typename T> class Values {
public:
  explicit Values(size_t count) : count(count) {
    if (count > FewValues)
      values = static_cast<T *>(calloc(count, sizeof(T)));
  }
  ~Values() {
    if (values != few)
      free(values);
  }
  Values(const Values &) = delete;
  Values &operator=(const Values &) = delete;
  T &operator[](size_t i) { return values[i]; }
  T *data() { return values; }
  explicit operator bool() const { return values; }

private:
  static constexpr size_t FewValues = 16;
  T few[FewValues];
  T *values = few;

public:
  const size_t count;
};

static sinter_error_t *noMemory() {
  return sinter_error_new(SINTER_ERROR_RESOURCE, 0, "out of memory");
}

static sinter_error_t *callBack(void *data, sinter_store_t *, const sinter_val_t *arguments,
                                sinter_val_t *results) {
  auto &func = *static_cast<wasm_func_t *>(data);
  wasm_store_t *store = func.group->store;
  sinter_functype_t type = sinter_func_type(func.item.of.func);
  Values<wasm_val_t> in(type.parameter_count), out(type.result_count);
  if (!in || !out)
    return noMemory();
  for (size_t i = 0; i != in.count; ++i)
    in[i] = fromSinter(store, arguments[i]);
  for (size_t i = 0; i != out.count; ++i) {
    out[i].of.i64 = 0;
    out[i].kind = wasm_valtype_kind(toValtype(type.results[i]));
  }
  const wasm_val_vec_t inVector = {in.count, in.count ? in.data() : nullptr};
  wasm_val_vec_t outVector = {out.count, out.count ? out.data() : nullptr};
  wasm_trap_t *trap = func.callback ? func.callback(&inVector, &outVector)
                                    : func.callbackWithEnv(func.env, &inVector, &outVector);
  for (size_t i = 0; i != in.count; ++i)
    wasm_val_delete(&in[i]);
  sinter_error_t *error = nullptr;
  for (size_t i = 0; i != out.count && !trap && !error; ++i)
    error = toSinter(store, out[i], type.results[i], results[i]);
  // Of a callback that failed the results are not to be looked at.
  for (size_t i = 0; i != out.count && !trap; ++i)
    wasm_val_delete(&out[i]);
  return trap ? throwTrap(store, trap) : error;
}

/// The kinds of a vector of types; false if one is not wasm.h's.
static bool toKinds(const wasm_valtype_vec_t &types, Values<sinter_valkind_t> &kinds) {
  for (size_t i = 0; i != types.size; ++i)
    if (!fromKind(wasm_valtype_kind(types.data[i]), kinds[i]))
      return false;
  return true;
}

static wasm_func_t *makeFunc(wasm_store_t *store, const wasm_functype_t &type,
                             wasm_func_t callbacks) {
  Values<sinter_valkind_t> parameters(type.parameters.size), results(type.results.size);
  if (!parameters || !results || !toKinds(type.parameters, parameters) ||
      !toKinds(type.results, results)) {
    fail(store, "wasm.h has no values of a type that the function has");
    return nullptr;
  }
  auto *func = makeRef<wasm_func_t>(store, Kind::Func);
  sinter_functype_t wanted = {parameters.data(), parameters.count, results.data(), results.count};
  sinter_extern_t item = {SINTER_EXTERN_FUNC, {}};
  item.of.func = func ? sinter_func_new(store->store, &wanted, callBack, func, nullptr) : nullptr;
  if (!item.of.func || !addExtern(store, func, item)) {
    fail(store, "out of memory");
    return nullptr; // What there is of it ends with the store.
  }
  func->callback = callbacks.callback;
  func->callbackWithEnv = callbacks.callbackWithEnv;
  func->env = callbacks.env;
  func->envFinalizer = callbacks.envFinalizer;
  return handle(func);
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

wasm_func_t *wasm_func_new(wasm_store_t *store, const wasm_functype_t *type,
                           wasm_func_callback_t callback) {
  wasm_func_t callbacks = {};
  callbacks.callback = callback;
  return makeFunc(store, *type, callbacks);
}

wasm_func_t *wasm_func_new_with_env(wasm_store_t *store, const wasm_functype_t *type,
                                    wasm_func_callback_with_env_t callback, void *env,
                                    void (*finalizer)(void *)) {
  wasm_func_t callbacks = {};
  callbacks.callbackWithEnv = callback;
  callbacks.env = env;
  callbacks.envFinalizer = finalizer;
  return makeFunc(store, *type, callbacks);
}

wasm_functype_t *wasm_func_type(const wasm_func_t *func) {
  return makeFunctype(WASM_EXTERN_FUNC, sinter_func_type(func->item.of.func));
}

size_t wasm_func_param_arity(const wasm_func_t *func) {
  return sinter_func_type(func->item.of.func).parameter_count;
}

size_t wasm_func_result_arity(const wasm_func_t *func) {
  return sinter_func_type(func->item.of.func).result_count;
}

wasm_trap_t *wasm_func_call(const wasm_func_t *func, const wasm_val_vec_t *arguments,
                            wasm_val_vec_t *results) {
  wasm_store_t *store = func->group->store;
  sinter_functype_t type = sinter_func_type(func->item.of.func);
  size_t given = arguments ? arguments->size : 0, room = results ? results->size : 0;
  if (given != type.parameter_count || room < type.result_count)
    return toTrap(store, sinter_error_new(SINTER_ERROR_USE, 0,
                                          "the function takes another number of arguments, or "
                                          "gives more results than there is room for"));
  Values<sinter_val_t> in(type.parameter_count), out(type.result_count);
  sinter_error_t *error = in && out ? nullptr : noMemory();
  for (size_t i = 0; i != in.count && !error; ++i)
    error = toSinter(store, arguments->data[i], type.parameters[i], in[i]);
  for (size_t i = 0; i != out.count && !error; ++i)
    if (!hasValues(type.results[i]))
      error = sinter_error_new(SINTER_ERROR_USE, 0,
                               "wasm.h has no values of a type that the "
                               "function gives");
  if (error)
    return toTrap(store, error);
  Call call(store);
  error = sinter_func_call(store->store, func->item.of.func, in.data(), in.count, out.data(),
                           out.count);
  if (error)
    return toTrap(store, error);
  for (size_t i = 0; i != out.count; ++i)
    results->data[i] = fromSinter(store, out[i]);
  return nullptr;
}
