//===-- sinter.hpp - Embedding what Sinter compiled: C++ over sinter.h ------===//
//
// Header only, C++20. Owners (Module, Config, Store, Linker, Wasi, Error) are moved and never
// copied; what belongs to a store (Instance, Func, Memory ...) is a pointer to be copied, and dies
// with the store. What can fail returns a Result: a value or an Error, without exceptions, so that
// hosts built without them can use it. One that a host function throws never gets into wasm code:
// it ends that with an Error of the exception's text.
//
//   auto module = sinter::Module::open("app.so");
//   sinter::Store store;
//   auto instance = store.instantiate(*module, {});
//   auto sum = instance->call<int32_t>("add", 1, 2);
//   if (!sum)
//     fputs(sum.error().message().data(), stderr);
//
//===----------------------------------------------------------------------===//
#ifndef SINTER_SINTER_HPP
#define SINTER_SINTER_HPP

#include "sinter/sinter.h"

#include <array>
#include <chrono>
#include <cstring>
#if defined(__cpp_exceptions)
#include <exception>
#endif
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace sinter {

namespace detail {
template <auto Delete> struct Deleter {
  template <typename T> void operator()(T *object) const { Delete(object); }
};
template <typename T, auto Delete> using Owner = std::unique_ptr<T, Deleter<Delete>>;
} // namespace detail

/// What went wrong, in one sentence.
class Error {
public:
  explicit Error(sinter_error_t *error) : owned(error) {}
  Error(sinter_error_kind_t kind, const std::string &message, int32_t code = 0)
      : owned(sinter_error_new(kind, code, message.c_str())) {}
  [[nodiscard]] sinter_error_kind_t kind() const { return sinter_error_kind(owned.get()); }
  [[nodiscard]] int32_t code() const { return sinter_error_code(owned.get()); }
  [[nodiscard]] std::string_view message() const { return sinter_error_message(owned.get()); }
  /// The wasm functions that ran, innermost first.
  [[nodiscard]] std::vector<std::string_view> frames() const {
    std::vector<std::string_view> names(sinter_error_frame_count(owned.get()));
    for (size_t i = 0; i != names.size(); ++i)
      names[i] = sinter_error_frame(owned.get(), i);
    return names;
  }
  /// The instance that the index-th of them ran in, or null; see sinter_error_frame_instance.
  [[nodiscard]] sinter_instance_t *frameInstance(size_t index) const {
    return sinter_error_frame_instance(owned.get(), index);
  }
  [[nodiscard]] sinter_error_t *release() { return owned.release(); }

private:
  detail::Owner<sinter_error_t, sinter_error_delete> owned;
};

/// A value, or why there is none.
template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : content(std::move(value)) {}
  Result(Error error) : failure(std::move(error)) {}
  explicit operator bool() const { return content.has_value(); }
  T &operator*() { return *content; }
  T *operator->() { return &*content; }
  [[nodiscard]] Error &error() { return failure; }
  /// To return it as another Result's.
  [[nodiscard]] Error takeError() { return std::move(failure); }

private:
  std::optional<T> content;
  Error failure{nullptr};
};

template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : failure(std::move(error)) {}
  explicit Result(sinter_error_t *error) {
    if (error)
      failure.emplace(error);
  }
  explicit operator bool() const { return !failure; }
  [[nodiscard]] Error &error() { return *failure; }
  /// To return it as another Result's.
  [[nodiscard]] Error takeError() { return std::move(*failure); }

private:
  std::optional<Error> failure;
};

/// How C++ types and values of WebAssembly correspond.
template <typename T> struct Value;

namespace detail {
/// A value as the bits that typed calls return.
template <typename T> uint64_t toBits(T v) {
  uint64_t bits = 0;
  std::memcpy(&bits, &v, sizeof(T));
  return bits;
}
template <typename T> T fromBits(uint64_t bits) {
  T v;
  std::memcpy(&v, &bits, sizeof(T));
  return v;
}
/// What a parameter of the host's own code is, and back.
template <typename T>
using Register = std::conditional_t<std::is_same_v<T, float>, double,
                                    std::conditional_t<std::is_same_v<T, int32_t>, int64_t, T>>;
template <typename T> T fromRegister(Register<T> v) {
  if constexpr (std::is_same_v<T, float>)
    return sinter_f32(v);
  else
    return static_cast<T>(v);
}
/// Whether typed calls are for such functions.
template <typename... A> constexpr bool fitsRegisters() {
  return (0 + ... + int(std::is_floating_point_v<A>)) <= 8 &&
         (0 + ... + int(!std::is_floating_point_v<A>)) <= 5 &&
         (true && ... && !std::is_same_v<A, sinter_func_t *>);
}
/// The type of a function with at most one result, for as long as its object lives.
template <typename R, typename... A> struct Type;
#if defined(__cpp_exceptions)
/// The exception that is being handled, as an error.
[[gnu::cold]] inline Error caught() {
  try {
    throw;
  } catch (const std::exception &exception) {
    return Error(SINTER_ERROR_HOST, exception.what());
  } catch (...) {
    return Error(SINTER_ERROR_HOST, "the host function threw an exception");
  }
}
#endif
/// Calls a host function's body; what it throws becomes an error.
template <typename R, typename Call> Result<R> guarded(Call call) {
#if defined(__cpp_exceptions)
  try {
    return call();
  } catch (...) {
    return caught();
  }
#else
  return call();
#endif
}
} // namespace detail
template <> struct Value<int32_t> {
  static constexpr sinter_valkind_t kind = SINTER_I32;
  static int32_t get(const sinter_val_t &value) { return value.of.i32; }
  static void set(sinter_val_t &value, int32_t v) { value.of.i32 = v; }
};
template <> struct Value<int64_t> {
  static constexpr sinter_valkind_t kind = SINTER_I64;
  static int64_t get(const sinter_val_t &value) { return value.of.i64; }
  static void set(sinter_val_t &value, int64_t v) { value.of.i64 = v; }
};
template <> struct Value<float> {
  static constexpr sinter_valkind_t kind = SINTER_F32;
  static float get(const sinter_val_t &value) { return value.of.f32; }
  static void set(sinter_val_t &value, float v) { value.of.f32 = v; }
};
template <> struct Value<double> {
  static constexpr sinter_valkind_t kind = SINTER_F64;
  static double get(const sinter_val_t &value) { return value.of.f64; }
  static void set(sinter_val_t &value, double v) { value.of.f64 = v; }
};
template <> struct Value<void *> {
  static constexpr sinter_valkind_t kind = SINTER_EXTERNREF;
  static void *get(const sinter_val_t &value) { return value.of.externref; }
  static void set(sinter_val_t &value, void *v) { value.of.externref = v; }
};
template <> struct Value<sinter_func_t *> {
  static constexpr sinter_valkind_t kind = SINTER_FUNCREF;
  static sinter_func_t *get(const sinter_val_t &value) { return value.of.funcref; }
  static void set(sinter_val_t &value, sinter_func_t *v) { value.of.funcref = v; }
};

template <typename T> sinter_val_t toValue(T v) {
  sinter_val_t value = {};
  value.kind = Value<T>::kind;
  Value<T>::set(value, v);
  return value;
}

namespace detail {
template <typename R, typename... A> struct Type {
  std::array<sinter_valkind_t, sizeof...(A) + 1> parameters = {Value<A>::kind...};
  std::array<sinter_valkind_t, 1> results = {};
  [[nodiscard]] sinter_functype_t get() {
    if constexpr (!std::is_void_v<R>)
      results[0] = Value<R>::kind;
    return {parameters.data(), sizeof...(A), results.data(), size_t(std::is_void_v<R> ? 0 : 1)};
  }
};
} // namespace detail

/// A function whose type was checked once, to be called often: Func::typed makes it. Not for
/// functions of more than 5 parameters other than float and double, or 8 of those.
template <typename Signature> class TypedFunc;
template <typename R, typename... A> class TypedFunc<R(A...)> {
public:
  Result<R> operator()(A... arguments) const {
    using Code = sinter_result_t (*)(const sinter_call_t *, A...);
    auto code = reinterpret_cast<Code>(reinterpret_cast<void (*)()>(sinter_call_enter));
    sinter_result_t result = code(&call, arguments...);
    if (result.error)
      return Error(result.error);
    if constexpr (std::is_void_v<R>)
      return {};
    else
      return detail::fromBits<R>(result.value);
  }

private:
  friend class Func;
  explicit TypedFunc(const sinter_call_t &call) : call(call) {}
  sinter_call_t call;
};

/// One function. Its results are void, a value, or a std::tuple of values.
class Func {
public:
  Func(sinter_store_t *store, sinter_func_t *func) : store(store), func(func) {}
  [[nodiscard]] sinter_func_t *get() const { return func; }

  template <typename R = void, typename... A> Result<R> call(A... arguments) const {
    std::array<sinter_val_t, sizeof...(A) + 1> in = {toValue(arguments)...};
    if constexpr (std::is_void_v<R>) {
      return Result<void>(sinter_func_call(store, func, in.data(), sizeof...(A), nullptr, 0));
    } else {
      return callFor<R>(in.data(), sizeof...(A), static_cast<R *>(nullptr));
    }
  }

  template <typename R, typename... A> [[nodiscard]] Result<TypedFunc<R(A...)>> typed() const {
    static_assert(detail::fitsRegisters<A...>(), "call() is for functions of such types");
    detail::Type<R, A...> type;
    sinter_functype_t asked = type.get();
    sinter_call_t prepared;
    if (sinter_error_t *error = sinter_call_prepare(store, func, &asked, &prepared))
      return Error(error);
    return TypedFunc<R(A...)>(prepared);
  }

private:
  template <typename R, typename... T>
  Result<R> callFor(const sinter_val_t *in, size_t count, std::tuple<T...> *) const {
    std::array<sinter_val_t, sizeof...(T) + 1> out = {};
    if (std::optional<Error> error = run<T...>(in, count, out.data()))
      return std::move(*error);
    return [&]<size_t... I>(std::index_sequence<I...>) {
      return std::tuple<T...>(Value<T>::get(out[I])...);
    }(std::index_sequence_for<T...>());
  }
  template <typename R> Result<R> callFor(const sinter_val_t *in, size_t count, R *) const {
    std::array<sinter_val_t, 1> out = {};
    if (std::optional<Error> error = run<R>(in, count, out.data()))
      return std::move(*error);
    return Value<R>::get(out[0]);
  }
  /// Calls, if the results have the types that are asked for.
  template <typename... T>
  std::optional<Error> run(const sinter_val_t *in, size_t count, sinter_val_t *out) const {
    const std::array<sinter_valkind_t, sizeof...(T)> kinds = {Value<T>::kind...};
    sinter_functype_t type = sinter_func_type(func);
    bool fits = type.result_count == sizeof...(T);
    for (size_t i = 0; fits && i != sizeof...(T); ++i)
      fits = type.results[i] == kinds[i];
    if (!fits)
      return Error(SINTER_ERROR_USE, "the function has results of other types");
    if (sinter_error_t *error = sinter_func_call(store, func, in, count, out, sizeof...(T)))
      return Error(error);
    return std::nullopt;
  }

  sinter_store_t *store;
  sinter_func_t *func;
};

/// A memory; bytes() must be asked for again after whatever may have grown it.
class Memory {
public:
  explicit Memory(sinter_memory_t *memory) : memory(memory) {}
  [[nodiscard]] sinter_memory_t *get() const { return memory; }
  /// As an import.
  [[nodiscard]] operator sinter_extern_t() const {
    sinter_extern_t item = {};
    item.kind = SINTER_EXTERN_MEMORY;
    item.of.memory = memory;
    return item;
  }
  [[nodiscard]] std::span<uint8_t> bytes() const {
    return {sinter_memory_data(memory), size_t(sinter_memory_size_bytes(memory))};
  }
  /// The `size` bytes at `address`, if they are inside.
  [[nodiscard]] std::optional<std::span<uint8_t>> at(uint64_t address, uint64_t size) const {
    std::span<uint8_t> all = bytes();
    if (address > all.size() || size > all.size() - address)
      return std::nullopt;
    return all.subspan(size_t(address), size_t(size));
  }
  Result<uint64_t> grow(uint64_t pages) {
    uint64_t old = 0;
    if (sinter_error_t *error = sinter_memory_grow(memory, pages, &old))
      return Error(error);
    return old;
  }

private:
  sinter_memory_t *memory;
};

class Global {
public:
  explicit Global(sinter_global_t *global) : global(global) {}
  [[nodiscard]] sinter_global_t *get() const { return global; }
  /// Its value, if it is of that type.
  template <typename T> [[nodiscard]] std::optional<T> value() const {
    if (sinter_global_kind(global) != Value<T>::kind)
      return std::nullopt;
    sinter_val_t value;
    sinter_global_get(global, &value);
    return Value<T>::get(value);
  }
  template <typename T> Result<void> set(T v) const {
    sinter_val_t value = toValue(v);
    return Result<void>(sinter_global_set(global, &value));
  }
  /// As an import.
  [[nodiscard]] operator sinter_extern_t() const {
    sinter_extern_t item = {};
    item.kind = SINTER_EXTERN_GLOBAL;
    item.of.global = global;
    return item;
  }

private:
  sinter_global_t *global;
};

class Module {
public:
  static Result<Module> open(const std::string &path) {
    sinter_module_t *module = nullptr;
    if (sinter_error_t *error = sinter_module_open(path.c_str(), &module))
      return Error(error);
    return Module(module);
  }
  /// From the bytes of such a file.
  static Result<Module> fromBytes(std::span<const uint8_t> bytes) {
    sinter_module_t *module = nullptr;
    if (sinter_error_t *error = sinter_module_from_bytes(bytes.data(), bytes.size(), &module))
      return Error(error);
    return Module(module);
  }
  /// One that is linked into the host: the address of its sinter_module_NAME.
  static Result<Module> fromDescriptor(const void *descriptor) {
    sinter_module_t *module = nullptr;
    if (sinter_error_t *error = sinter_module_from_descriptor(descriptor, &module))
      return Error(error);
    return Module(module);
  }
  [[nodiscard]] sinter_module_t *get() const { return owned.get(); }
  /// What it declares, in its order; the types point into the module.
  [[nodiscard]] std::vector<sinter_externtype_t> imports() const {
    std::vector<sinter_externtype_t> types(sinter_module_import_count(get()));
    for (size_t i = 0; i != types.size(); ++i)
      sinter_module_import(get(), i, &types[i]);
    return types;
  }
  [[nodiscard]] std::vector<sinter_externtype_t> exports() const {
    std::vector<sinter_externtype_t> types(sinter_module_export_count(get()));
    for (size_t i = 0; i != types.size(); ++i)
      sinter_module_export(get(), i, &types[i]);
    return types;
  }

private:
  explicit Module(sinter_module_t *module) : owned(module) {}
  detail::Owner<sinter_module_t, sinter_module_delete> owned;
};

class Instance {
public:
  Instance(sinter_store_t *store, sinter_instance_t *instance) : store(store), instance(instance) {}
  [[nodiscard]] sinter_instance_t *get() const { return instance; }
  [[nodiscard]] std::optional<Func> func(std::string_view name) const {
    sinter_extern_t item;
    if (!find(name, SINTER_EXTERN_FUNC, item))
      return std::nullopt;
    return Func(store, item.of.func);
  }
  [[nodiscard]] std::optional<Memory> memory(std::string_view name) const {
    sinter_extern_t item;
    if (!find(name, SINTER_EXTERN_MEMORY, item))
      return std::nullopt;
    return Memory(item.of.memory);
  }
  [[nodiscard]] std::optional<Global> global(std::string_view name) const {
    sinter_extern_t item;
    if (!find(name, SINTER_EXTERN_GLOBAL, item))
      return std::nullopt;
    return Global(item.of.global);
  }
  /// Looks the export up and calls it; keep what func() gives where that counts.
  template <typename R = void, typename... A>
  Result<R> call(std::string_view name, A... arguments) const {
    std::optional<Func> found = func(name);
    if (!found)
      return Error(SINTER_ERROR_USE, "no function \"" + std::string(name) + "\" is exported");
    return found->call<R>(arguments...);
  }
  /// Runs it as a command or prepares it as a reactor; see sinter_instance_start.
  Result<int32_t> start() {
    int32_t status = 0;
    if (sinter_error_t *error = sinter_instance_start(instance, &status))
      return Error(error);
    return status;
  }
  Result<void> reset() { return Result<void>(sinter_instance_reset(instance)); }
  /// How far its own memories and tables may grow from now on; see
  /// sinter_instance_set_memory_limit.
  Result<void> setMemoryLimit(uint64_t bytes) {
    return Result<void>(sinter_instance_set_memory_limit(instance, bytes));
  }
  Result<void> setTableLimit(uint64_t elements) {
    return Result<void>(sinter_instance_set_table_limit(instance, elements));
  }
  /// Ends it before its store; see sinter_instance_delete.
  Result<void> remove() { return Result<void>(sinter_instance_delete(instance)); }

private:
  bool find(std::string_view name, sinter_extern_kind_t kind, sinter_extern_t &item) const {
    return sinter_instance_export(instance, name.data(), name.size(), &item) && item.kind == kind;
  }
  sinter_store_t *store;
  sinter_instance_t *instance;
};

/// The first parameter of a host function that is to know which instance calls it, if one does; see
/// sinter_func_new_with_caller.
using Caller = std::optional<Instance>;

/// What instances with WASI are given; sinter.h says what that is without these.
class Wasi {
public:
  Wasi() : owned(sinter_wasi_config_new()) {}
  [[nodiscard]] sinter_wasi_config_t *get() const { return owned.get(); }

  Result<void> argument(const std::string &text) {
    return Result<void>(sinter_wasi_config_add_argument(get(), text.c_str()));
  }
  Result<void> variable(const std::string &name, const std::string &value) {
    return Result<void>(sinter_wasi_config_add_variable(get(), name.c_str(), value.c_str()));
  }
  Result<void> directory(const std::string &path, const std::string &guestPath,
                         bool readOnly = false) {
    return Result<void>(
        sinter_wasi_config_add_directory(get(), path.c_str(), guestPath.c_str(), readOnly));
  }
  Result<void> socket(int fd) { return Result<void>(sinter_wasi_config_add_socket(get(), fd)); }
  Result<void> file(int stream, int fd) {
    return Result<void>(sinter_wasi_config_set_file(get(), stream, fd));
  }
  Result<void> input(sinter_wasi_read_t read, void *data) {
    return Result<void>(sinter_wasi_config_set_input(get(), read, data));
  }
  Result<void> output(int stream, sinter_wasi_write_t write, void *data) {
    return Result<void>(sinter_wasi_config_set_output(get(), stream, write, data));
  }
  Result<void> clock(sinter_wasi_clock_t clock, void *data) {
    return Result<void>(sinter_wasi_config_set_clock(get(), clock, data));
  }
  Result<void> random(sinter_wasi_random_t random, void *data) {
    return Result<void>(sinter_wasi_config_set_random(get(), random, data));
  }
  Result<void> descriptorLimit(uint32_t count) {
    return Result<void>(sinter_wasi_config_set_descriptor_limit(get(), count));
  }

private:
  detail::Owner<sinter_wasi_config_t, sinter_wasi_config_delete> owned;
};

/// What stores are told when they are made; sinter.h says what they do without.
class Config {
public:
  Config() : owned(sinter_config_new()) {}
  [[nodiscard]] const sinter_config_t *get() const { return owned.get(); }

  Config &stackSize(size_t bytes) { return set(sinter_config_set_stack_size, bytes); }
  Config &memoryLimit(uint64_t bytes) { return set(sinter_config_set_memory_limit, bytes); }
  Config &tableLimit(uint64_t elements) { return set(sinter_config_set_table_limit, elements); }
  Config &guardedMemories(bool guarded) { return set(sinter_config_set_guarded_memories, guarded); }
  Config &backtraces(bool enabled) { return set(sinter_config_set_backtraces, enabled); }

private:
  template <typename T> Config &set(void (*setter)(sinter_config_t *, T), T value) {
    if (owned) // Without memory it is the default, as for a store.
      setter(owned.get(), value);
    return *this;
  }
  detail::Owner<sinter_config_t, sinter_config_delete> owned;
};

class Store {
public:
  explicit Store(const sinter_config_t *config = nullptr) : owned(sinter_store_new(config)) {}
  explicit Store(const Config &config) : Store(config.get()) {}
  /// False if there was no memory for it.
  explicit operator bool() const { return owned != nullptr; }
  [[nodiscard]] sinter_store_t *get() const { return owned.get(); }

  Result<Instance> instantiate(const Module &module,
                               std::span<const sinter_extern_t> imports = {}) {
    sinter_instance_t *instance = nullptr;
    if (sinter_error_t *error =
            sinter_instance_new(get(), module.get(), imports.data(), imports.size(), &instance))
      return Error(error);
    return Instance(get(), instance);
  }
  /// With WASI for imports that are none; for all if there are no imports given.
  Result<Instance> instantiate(const Module &module, std::span<const sinter_extern_t> imports,
                               const Wasi &wasi) {
    sinter_instance_t *instance = nullptr;
    if (sinter_error_t *error = sinter_instance_new_with_wasi(
            get(), module.get(), imports.data(), imports.size(), wasi.get(), &instance))
      return Error(error);
    return Instance(get(), instance);
  }
  /// A memory of the host's, of so many pages of 64 KiB, for instances to import.
  Result<Memory> memory(uint64_t minimum, uint64_t maximum = SINTER_NO_MAXIMUM) {
    sinter_memory_t *memory = nullptr;
    if (sinter_error_t *error = sinter_memory_new(get(), {minimum, maximum, false, false}, &memory))
      return Error(error);
    return Memory(memory);
  }
  template <typename T> Result<Global> global(T initial, bool isMutable) {
    sinter_global_t *global = nullptr;
    sinter_val_t value = toValue(initial);
    if (sinter_error_t *error = sinter_global_new(get(), isMutable, &value, &global))
      return Error(error);
    return Global(global);
  }
  /// A host function from a callable of type Result<R>(A...), which the store keeps.
  template <typename R, typename... A> sinter_extern_t func(std::function<Result<R>(A...)> body) {
    return make<false, R, A...>(std::move(body));
  }
  /// From one that is also told which instance calls it.
  template <typename R, typename... A>
  sinter_extern_t func(std::function<Result<R>(Caller, A...)> body) {
    return make<true, R, A...>(std::move(body));
  }
  /// From any thread, see sinter_store_interrupt.
  void interrupt() { sinter_store_interrupt(get()); }
  /// Interrupts it by itself after that time, see sinter_store_set_deadline.
  Result<void> setDeadline(std::chrono::microseconds time) {
    return Result<void>(sinter_store_set_deadline(get(), uint64_t(time.count())));
  }
  /// Limits of what begins, or is made, afterwards; see sinter_store_set_stack_size.
  Result<void> setStackSize(size_t bytes) {
    return Result<void>(sinter_store_set_stack_size(get(), bytes));
  }
  void setMemoryLimit(uint64_t bytes) { sinter_store_set_memory_limit(get(), bytes); }
  void setTableLimit(uint64_t elements) { sinter_store_set_table_limit(get(), elements); }
  void setFuel(uint64_t amount) { sinter_store_set_fuel(get(), amount); }
  void addFuel(uint64_t amount) { sinter_store_add_fuel(get(), amount); }
  [[nodiscard]] uint64_t fuel() const { return sinter_store_fuel(get()); }
  void clearDeadline() { sinter_store_clear_deadline(get()); }

private:
  template <bool IsTold, typename R, typename... A>
  using Body = std::conditional_t<IsTold, std::function<Result<R>(Caller, A...)>,
                                  std::function<Result<R>(A...)>>;
  template <bool IsTold, typename R, typename... A>
  sinter_extern_t make(Body<IsTold, R, A...> body) {
    detail::Type<R, A...> kinds;
    sinter_functype_t type = kinds.get();
    auto *kept = new Body<IsTold, R, A...>(std::move(body));
    auto finalize = [](void *data) { delete static_cast<Body<IsTold, R, A...> *>(data); };
    sinter_extern_t item = {};
    if constexpr (detail::fitsRegisters<A...>() && !std::is_same_v<R, sinter_func_t *>) {
      auto *code = reinterpret_cast<void (*)()>(&direct<IsTold, R, A...>);
      auto *newDirect = IsTold ? sinter_func_new_direct_with_caller : sinter_func_new_direct;
      sinter_error_delete(newDirect(get(), &type, code, kept, finalize, &item.of.func));
    } else if constexpr (IsTold) {
      item.of.func = sinter_func_new_with_caller(get(), &type, invokeTold<R, A...>, kept, finalize);
    } else {
      item.of.func = sinter_func_new(get(), &type, invoke<R, A...>, kept, finalize);
    }
    item.kind = item.of.func ? SINTER_EXTERN_FUNC : SINTER_EXTERN_NONE;
    if (!item.of.func)
      delete kept;
    return item;
  }
  template <bool IsTold, typename R, typename... A>
  static Result<R> callBody(void *data, sinter_store_t *store, sinter_instance_t *caller,
                            A... arguments) {
    auto &body = *static_cast<Body<IsTold, R, A...> *>(data);
    if constexpr (IsTold)
      return body(caller ? Caller(Instance(store, caller)) : Caller(), arguments...);
    else
      return body(arguments...);
  }
  /// What wasm code calls. Everything that has a destructor is gone when it leaves by an error; and
  /// sanitizers must not have counted on its return.
  template <bool IsTold, typename R, typename... A>
  SINTER_LEAVES static uint64_t direct(const sinter_closure_t *closure,
                                       detail::Register<A>... arguments) {
    sinter_error_t *error = nullptr;
    {
#if defined(__cpp_exceptions) // guarded(), which would not be inlined
      try {
#endif
        Result<R> result = callBody<IsTold, R, A...>(closure->data, closure->store, closure->caller,
                                                     detail::fromRegister<A>(arguments)...);
        if (!result)
          error = result.error().release();
        else if constexpr (!std::is_void_v<R>)
          return detail::toBits(*result);
#if defined(__cpp_exceptions)
      } catch (...) {
        error = detail::caught().release();
      }
#endif
    }
    if (error)
      sinter_closure_fail(closure, error);
    return 0;
  }
  template <typename R, typename... A>
  static sinter_error_t *invoke(void *data, sinter_store_t *store, const sinter_val_t *arguments,
                                sinter_val_t *results) {
    return invokeBody<false, R, A...>(data, store, nullptr, arguments, results);
  }
  template <typename R, typename... A>
  static sinter_error_t *invokeTold(void *data, sinter_store_t *store, sinter_instance_t *caller,
                                    const sinter_val_t *arguments, sinter_val_t *results) {
    return invokeBody<true, R, A...>(data, store, caller, arguments, results);
  }
  template <bool IsTold, typename R, typename... A>
  static sinter_error_t *invokeBody(void *data, sinter_store_t *store, sinter_instance_t *caller,
                                    const sinter_val_t *arguments, sinter_val_t *results) {
    Result<R> result = [&]<size_t... I>(std::index_sequence<I...>) {
      return detail::guarded<R>([&] {
        return callBody<IsTold, R, A...>(data, store, caller, Value<A>::get(arguments[I])...);
      });
    }(std::index_sequence_for<A...>());
    if (!result)
      return result.error().release();
    if constexpr (!std::is_void_v<R>)
      Value<R>::set(*results, *result);
    return nullptr;
  }
  detail::Owner<sinter_store_t, sinter_store_delete> owned;
};

/// Finds imports by their two names in what was defined before; goes before its store.
class Linker {
public:
  explicit Linker(Store &store) : store(store), owned(sinter_linker_new(store.get())) {}

  /// A later definition of the same names takes the place of an earlier one. False if there is no
  /// memory.
  [[nodiscard]] bool define(std::string_view module, std::string_view name, sinter_extern_t item) {
    return item.kind != SINTER_EXTERN_NONE && owned &&
           sinter_linker_define(owned.get(), module.data(), module.size(), name.data(), name.size(),
                                item);
  }
  /// A host function, of the type that the callable has: Result<R>(A...), or Result<R>(Caller,
  /// A...).
  template <typename F>
    requires requires(F body) { std::function(std::move(body)); }
  [[nodiscard]] bool define(std::string_view module, std::string_view name, F body) {
    return define(module, name, store.func(std::function(std::move(body))));
  }
  /// Everything that the instance exports.
  [[nodiscard]] bool define(std::string_view module, const Instance &instance) {
    return owned &&
           sinter_linker_define_instance(owned.get(), module.data(), module.size(), instance.get());
  }
  /// WASI for what nothing was defined for.
  void wasi(const Wasi &config) { sinter_linker_define_wasi(owned.get(), config.get()); }
  Result<Instance> instantiate(const Module &module) {
    if (!owned)
      return Error(SINTER_ERROR_RESOURCE, "out of memory");
    sinter_instance_t *instance = nullptr;
    if (sinter_error_t *error = sinter_linker_instantiate(owned.get(), module.get(), &instance))
      return Error(error);
    return Instance(store.get(), instance);
  }

private:
  Store &store;
  detail::Owner<sinter_linker_t, sinter_linker_delete> owned;
};

} // namespace sinter

#endif // SINTER_SINTER_HPP
