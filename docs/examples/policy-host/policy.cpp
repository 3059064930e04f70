//===-- policy.cpp - Decisions by policies of the Open Policy Agent ---------===//
//
//   policy-host POLICY.so DATA.json ENTRYPOINT < INPUTS
//
// `opa build -t wasm` compiles policies, written in Rego, to a module that imports its memory and,
// by numbers, the built-in functions that it does not bring along. This host evaluates the
// entrypoint (authz/allow, say) for each line of its input, a JSON document, and prints the set of
// results as a line; or, on an error, that, and goes on.
//
// The data is parsed once, at the bottom of the policy's heap. Each evaluation begins above it, so
// that nothing needs to be freed; what it may take is limited (version 1.2 of OPA's ABI,
// "Evaluation fast path").
//
//   opa build -t wasm -e authz/allow authz.rego && tar xzf bundle.tar.gz /policy.wasm
//   sinter -shared --interruptible policy.wasm -o policy.so
//   c++ -std=c++20 -O2 policy.cpp -lsinter -lpthread -ldl -o policy-host
//
//===----------------------------------------------------------------------===//
#include "sinter/sinter.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace {

using Json = nlohmann::json;
using sinter::Error;
using sinter::Result;

constexpr std::chrono::milliseconds TimeLimit{200};
constexpr uint64_t MemoryLimit = 64 << 20;
constexpr uint64_t PageSize = 65536;
constexpr uint64_t InitialPages = 2; ///< What policies that OPA compiles declare.

/// For hosts with exceptions. One that is thrown in a host function ends the wasm code that called
/// it and arrives here as its error.
template <typename T> T need(Result<T> result) {
  if (!result)
    throw std::runtime_error(std::string(result.error().message()));
  if constexpr (!std::is_void_v<T>)
    return std::move(*result);
}

/// sprintf(format, values) of Rego, as far as %s, %d, %v and %%.
Json formatted(const std::vector<Json> &arguments) {
  const auto &format = arguments.at(0).get_ref<const std::string &>();
  std::string text;
  size_t next = 0;
  for (size_t i = 0; i != format.size(); ++i) {
    if (format[i] != '%' || i + 1 == format.size()) {
      text += format[i];
      continue;
    }
    char kind = format[++i];
    if (kind == '%') {
      text += '%';
      continue;
    }
    const Json &value = arguments.at(1).at(next++);
    text += value.is_string() ? value.get<std::string>() : value.dump();
  }
  return text;
}

/// What policies may call besides what the compiler has put into them.
const std::map<std::string, Json (*)(const std::vector<Json> &)> builtins = {
    {"sprintf", formatted},
};

class Policy {
public:
  Policy(const sinter::Module &module, const std::string &data)
      : store(sinter::Config().memoryLimit(MemoryLimit)), memory(need(store.memory(InitialPages))),
        instance(instantiate(module)) {
    auto version = instance.global("opa_wasm_abi_version");
    auto minor = instance.global("opa_wasm_abi_minor_version");
    if (!version || version->value<int32_t>() != 1 || !minor || minor->value<int32_t>() < 2)
      throw std::runtime_error("the policy is of another version of OPA's ABI");
    const Json names = dump(call("builtins"));
    for (const auto &[name, id] : names.items())
      builtinNames[id] = name;
    entrypoints = dump(call("entrypoints"));
    dataAddress = parse(data);
    heap = uint32_t(call("opa_heap_ptr_get"));
  }
  Policy(const Policy &) = delete; // Its imports refer to it.

  [[nodiscard]] int32_t entrypoint(const std::string &name) const { return entrypoints.at(name); }

  /// The set of results, as JSON.
  std::string evaluate(int32_t entrypoint, const std::string &input) {
    uint64_t end = heap + input.size();
    if (end > memory.bytes().size())
      need(memory.grow((end - memory.bytes().size() + PageSize - 1) / PageSize));
    std::copy(input.begin(), input.end(), memory.bytes().begin() + heap);
    need(store.setDeadline(TimeLimit));
    int32_t result = call("opa_eval", 0, entrypoint, dataAddress, int32_t(heap),
                          int32_t(input.size()), int32_t(end), 0);
    return textAt(result);
  }

private:
  sinter::Instance instantiate(const sinter::Module &module) {
    sinter::Linker linker(store);
    bool isDefined = linker.define("env", "memory", memory) &&
                     linker.define("env", "opa_abort",
                                   [this](int32_t text) -> Result<void> {
                                     return Error(SINTER_ERROR_HOST, textAt(text));
                                   }) &&
                     linker.define("env", "opa_println",
                                   [this](int32_t text) -> Result<void> {
                                     std::cerr << textAt(text) << '\n';
                                     return {};
                                   }) &&
                     defineBuiltin<>(linker, "opa_builtin0") &&
                     defineBuiltin<int32_t>(linker, "opa_builtin1") &&
                     defineBuiltin<int32_t, int32_t>(linker, "opa_builtin2") &&
                     defineBuiltin<int32_t, int32_t, int32_t>(linker, "opa_builtin3") &&
                     defineBuiltin<int32_t, int32_t, int32_t, int32_t>(linker, "opa_builtin4");
    if (!isDefined)
      throw std::bad_alloc();
    return need(linker.instantiate(module));
  }
  template <typename... Arguments> bool defineBuiltin(sinter::Linker &linker, const char *name) {
    return linker.define("env", name,
                         [this](int32_t id, int32_t, Arguments... addresses) -> Result<int32_t> {
                           return callBuiltin(id, {addresses...});
                         });
  }

  /// Values pass as JSON: the policy's own functions write and parse that.
  int32_t callBuiltin(int32_t id, std::initializer_list<int32_t> addresses) {
    auto found = builtins.find(builtinNames[id]);
    if (found == builtins.end())
      throw std::runtime_error("the policy calls " + builtinNames[id] +
                               ", which this host does not have");
    std::vector<Json> arguments;
    for (int32_t address : addresses)
      arguments.push_back(dump(address));
    return parse(found->second(arguments).dump());
  }

  template <typename... Arguments> int32_t call(const char *name, Arguments... arguments) {
    return need(instance.call<int32_t>(name, arguments...));
  }
  /// The value at that address.
  Json dump(int32_t address) { return Json::parse(textAt(call("opa_json_dump", address))); }
  /// The address of a value made from JSON.
  int32_t parse(const std::string &json) {
    int32_t address = call("opa_malloc", int32_t(json.size()));
    auto bytes = memory.at(uint32_t(address), json.size());
    if (!bytes)
      throw std::runtime_error("the policy has no memory left");
    std::copy(json.begin(), json.end(), bytes->begin());
    int32_t value = call("opa_json_parse", address, int32_t(json.size()));
    if (!value)
      throw std::runtime_error("not JSON: " + json);
    return value;
  }
  /// The characters from there to a zero, or to the memory's end.
  std::string textAt(int32_t address) {
    auto bytes = memory.bytes();
    auto begin = bytes.begin() + ptrdiff_t(std::min(size_t(uint32_t(address)), bytes.size()));
    return {begin, std::find(begin, bytes.end(), 0)};
  }

  sinter::Store store;
  sinter::Memory memory; ///< The policy's, which imports it.
  sinter::Instance instance;
  std::map<int32_t, std::string> builtinNames;
  Json entrypoints;
  int32_t dataAddress;
  uint32_t heap; ///< Where what stays ends.
};

int run(char **arguments) {
  auto module = need(sinter::Module::open(arguments[1]));
  std::ifstream file(arguments[2]);
  if (!file)
    throw std::runtime_error(std::string(arguments[2]) + " cannot be read");
  std::stringstream data;
  data << file.rdbuf();
  Policy policy(module, data.str());
  int32_t entrypoint = policy.entrypoint(arguments[3]);
  for (std::string input; std::getline(std::cin, input);)
    try {
      std::cout << policy.evaluate(entrypoint, input) << std::endl;
    } catch (const std::exception &error) {
      std::cout << "error: " << error.what() << std::endl;
    }
  return 0;
}

} // namespace

int main(int count, char **arguments) {
  if (count != 4) {
    std::cerr << "usage: " << arguments[0] << " POLICY.so DATA.json ENTRYPOINT < INPUTS\n";
    return 2;
  }
  try {
    return run(arguments);
  } catch (const std::exception &error) {
    std::cerr << arguments[1] << ": " << error.what() << '\n';
    return 1;
  }
}
