//===-- proxy.cpp - Filters of a proxy, by proxy-wasm's ABI 0.2 -------------===//
//
//   proxy-host FILTER.so CONFIGURATION [ROOT-ID] < REQUEST
//
// Filters for Envoy and others are modules that are called with the parts of an HTTP exchange and
// look at them, change them or answer in the upstream's place through imports. This host passes one
// exchange through a filter: a request from its input (lines of `name: value`, an empty line, the
// body), to an upstream that answers with the same body. It prints what the upstream gets and what
// the client gets.
//
// Here are the calls that concern headers, bodies, properties, logs and local responses. Filters
// import more, timers and calls to other services for instance; those answer "unimplemented".
//
//   c++ -std=c++20 -O2 proxy.cpp -lsinter -lpthread -ldl -o proxy-host
//
//===----------------------------------------------------------------------===//
#include "sinter/sinter.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <sstream>

namespace {

using sinter::Error;
using sinter::Result;

constexpr std::chrono::milliseconds TimeLimit{100}; ///< Of each call.
constexpr uint64_t MemoryLimit = 32 << 20;

// The ABI's numbers.
enum Status : int32_t {
  Ok = 0,
  NotFound = 1,
  BadArgument = 2,
  InvalidAccess = 6,
  Unimplemented = 12
};
enum Action : int32_t { Continue = 0, Pause = 1 };
enum Map : int32_t { RequestHeaders = 0, ResponseHeaders = 2 };
enum Buffer : int32_t {
  RequestBody = 0,
  ResponseBody = 1,
  VmConfiguration = 6,
  PluginConfiguration = 7
};
constexpr int32_t RootContext = 1, StreamContext = 2;

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Message {
  Headers headers;
  std::string body;
};

struct Exchange {
  Message request, response;
  bool isAnswered = false; ///< By the filter, in the upstream's place.
};

class Filter {
public:
  Filter(std::string configuration, std::string rootId)
      : store(sinter::Config().memoryLimit(MemoryLimit)), configuration(std::move(configuration)),
        rootId(std::move(rootId)) {}
  Filter(const Filter &) = delete; // Its imports refer to it.

  Result<void> start(const sinter::Module &module) {
    sinter::Linker linker(store);
    sinter::Wasi wasi; // Nothing but clocks and random bytes, for languages that want them.
    linker.wasi(wasi);
    if (!define(linker, module))
      return Error(SINTER_ERROR_RESOURCE, "out of memory");
    auto made = linker.instantiate(module);
    if (!made)
      return made.takeError();
    instance = *made;
    memory = instance->memory("memory");
    // A reactor's start, or a command's, which some languages have in its place.
    if (auto started = instance->start(); !started)
      return started.takeError();
    if (auto result = call("proxy_on_context_create", RootContext, 0); !result)
      return result.takeError();
    for (auto [name, size] : {std::pair{"proxy_on_vm_start", size_t(0)},
                              std::pair{"proxy_on_configure", configuration.size()}}) {
      auto result = call(name, RootContext, int32_t(size));
      if (!result)
        return result.takeError();
      if (*result == 0)
        return Error(SINTER_ERROR_HOST, "the filter refuses its configuration");
    }
    return {};
  }

  /// Passes an exchange through; `upstream` answers it.
  template <typename Upstream> Result<void> pass(Exchange &exchange, Upstream upstream) {
    current = &exchange;
    if (auto result = call("proxy_on_context_create", StreamContext, RootContext); !result)
      return result.takeError();
    if (auto result = pass(exchange.request, "proxy_on_request_headers", "proxy_on_request_body");
        !result)
      return result;
    if (!exchange.isAnswered) {
      exchange.response = upstream(exchange.request);
      if (auto result =
              pass(exchange.response, "proxy_on_response_headers", "proxy_on_response_body");
          !result)
        return result;
    }
    for (const char *name : {"proxy_on_done", "proxy_on_log", "proxy_on_delete"})
      if (auto result = call(name, StreamContext); !result)
        return result.takeError();
    current = nullptr;
    return {};
  }

private:
  /// One message; its body is there as a whole, so a filter that pauses for more has all there is.
  Result<void> pass(const Message &message, const char *onHeaders, const char *onBody) {
    bool hasBody = !message.body.empty();
    auto result =
        call(onHeaders, StreamContext, int32_t(message.headers.size()), int32_t(!hasBody));
    if (result && hasBody && !current->isAnswered)
      result = call(onBody, StreamContext, int32_t(message.body.size()), 1);
    return result ? Result<void>() : result.takeError();
  }

  /// Calls what the filter exports; what it does not is as if it returned 1 (true) for the start, 0
  /// (go on) for the rest.
  template <typename... Arguments>
  Result<int32_t> call(std::string_view name, Arguments... arguments) {
    bool isStart = name == "proxy_on_vm_start" || name == "proxy_on_configure";
    auto function = instance->func(name);
    if (!function)
      return int32_t(isStart);
    if (auto isSet = store.setDeadline(TimeLimit); !isSet)
      return isSet.takeError();
    if (sinter_func_type(function->get()).result_count)
      return function->call<int32_t>(arguments...);
    auto result = function->call(arguments...);
    return result ? Result<int32_t>(Continue) : result.takeError();
  }

  // What the filter may ask for.
  Headers *headersOf(int32_t map) {
    if (!current)
      return nullptr;
    return map == RequestHeaders    ? &current->request.headers
           : map == ResponseHeaders ? &current->response.headers
                                    : nullptr;
  }
  std::string *bufferOf(int32_t buffer) {
    if (buffer == PluginConfiguration)
      return &configuration;
    if (!current)
      return nullptr;
    return buffer == RequestBody    ? &current->request.body
           : buffer == ResponseBody ? &current->response.body
                                    : nullptr;
  }
  static Headers::iterator find(Headers &headers, const std::string &name) {
    return std::find_if(headers.begin(), headers.end(),
                        [&](const auto &header) { return header.first == name; });
  }

  // Its memory.
  std::optional<std::string> text(int32_t address, int32_t size) {
    auto bytes = memory ? memory->at(uint32_t(address), uint32_t(size)) : std::nullopt;
    return bytes ? std::optional(std::string(bytes->begin(), bytes->end())) : std::nullopt;
  }
  bool store32(int32_t address, uint32_t value) {
    auto bytes = memory ? memory->at(uint32_t(address), sizeof value) : std::nullopt;
    if (bytes)
      std::memcpy(bytes->data(), &value, sizeof value);
    return bytes.has_value();
  }
  /// Hands over bytes in memory that the filter allocates for them.
  Result<int32_t> give(const std::string &value, int32_t addressAt, int32_t sizeAt) {
    int32_t address = 0;
    if (!value.empty()) {
      auto allocate = instance->func("proxy_on_memory_allocate");
      if (!allocate)
        allocate = instance->func("malloc");
      if (!allocate)
        return Error(SINTER_ERROR_HOST, "the filter exports nothing to allocate memory by");
      auto allocated = allocate->call<int32_t>(int32_t(value.size()));
      if (!allocated)
        return allocated;
      address = *allocated;
      auto bytes = memory ? memory->at(uint32_t(address), value.size()) : std::nullopt;
      if (!bytes)
        return InvalidAccess;
      std::copy(value.begin(), value.end(), bytes->begin());
    }
    bool isStored =
        store32(addressAt, uint32_t(address)) && store32(sizeAt, uint32_t(value.size()));
    return isStored ? Ok : InvalidAccess;
  }
  /// Headers as the ABI passes them: their count, all sizes, then the text with zeros between.
  static std::string serialised(const Headers &headers) {
    std::string out, texts;
    auto put = [&](size_t value) {
      auto number = uint32_t(value);
      out.append(reinterpret_cast<const char *>(&number), sizeof number);
    };
    put(headers.size());
    for (const auto &[name, value] : headers) {
      put(name.size());
      put(value.size());
      texts += name + '\0' + value + '\0';
    }
    return out + texts;
  }
  static Headers parsed(const std::string &text) {
    auto number = [&](size_t i) {
      uint32_t value = 0;
      if (4 * i + 4 <= text.size())
        std::memcpy(&value, text.data() + 4 * i, sizeof value);
      return size_t(value);
    };
    Headers headers;
    size_t count = std::min(number(0), text.size() / 8), at = 4 + 8 * count;
    auto take = [&](size_t size) {
      std::string taken = at < text.size() ? text.substr(at, size) : std::string();
      at += size + 1;
      return taken;
    };
    for (size_t i = 0; i != count; ++i) {
      std::string name = take(number(1 + 2 * i));
      headers.emplace_back(name, take(number(2 + 2 * i)));
    }
    return headers;
  }

  // The imports.
  Result<int32_t> log(int32_t level, int32_t address, int32_t size) {
    auto message = text(address, size);
    if (!message)
      return InvalidAccess;
    std::cerr << "log " << level << ": " << *message << '\n';
    return Ok;
  }
  Result<int32_t> getHeader(int32_t map, int32_t address, int32_t size, int32_t addressAt,
                            int32_t sizeAt) {
    Headers *headers = headersOf(map);
    auto name = text(address, size);
    if (!headers || !name)
      return headers ? InvalidAccess : BadArgument;
    auto found = find(*headers, *name);
    return found == headers->end() ? Result<int32_t>(NotFound)
                                   : give(found->second, addressAt, sizeAt);
  }
  Result<int32_t> setHeader(int32_t map, int32_t nameAt, int32_t nameSize, int32_t valueAt,
                            int32_t valueSize, bool replaces) {
    Headers *headers = headersOf(map);
    auto name = text(nameAt, nameSize), value = text(valueAt, valueSize);
    if (!headers || !name || !value)
      return headers ? InvalidAccess : BadArgument;
    auto found = replaces ? find(*headers, *name) : headers->end();
    if (found == headers->end())
      headers->emplace_back(*name, *value);
    else
      found->second = *value;
    return Ok;
  }
  Result<int32_t> removeHeader(int32_t map, int32_t address, int32_t size) {
    Headers *headers = headersOf(map);
    auto name = text(address, size);
    if (!headers || !name)
      return headers ? InvalidAccess : BadArgument;
    std::erase_if(*headers, [&](const auto &header) { return header.first == *name; });
    return Ok;
  }
  Result<int32_t> getBuffer(int32_t buffer, int32_t start, int32_t size, int32_t addressAt,
                            int32_t sizeAt) {
    std::string *bytes = bufferOf(buffer);
    if (!bytes || uint32_t(start) > bytes->size())
      return bytes ? BadArgument : NotFound;
    return give(bytes->substr(uint32_t(start), uint32_t(size)), addressAt, sizeAt);
  }
  Result<int32_t> setBuffer(int32_t buffer, int32_t start, int32_t size, int32_t address,
                            int32_t newSize) {
    std::string *bytes = buffer == PluginConfiguration ? nullptr : bufferOf(buffer);
    auto value = text(address, newSize);
    if (!bytes || !value || uint32_t(start) > bytes->size())
      return bytes && !value ? InvalidAccess : BadArgument;
    bytes->replace(uint32_t(start), uint32_t(size), *value);
    return Ok;
  }
  Result<int32_t> getProperty(int32_t address, int32_t size, int32_t addressAt, int32_t sizeAt) {
    auto path = text(address, size);
    if (!path)
      return InvalidAccess;
    return *path == "plugin_root_id" ? give(rootId, addressAt, sizeAt) : Result<int32_t>(NotFound);
  }
  Result<int32_t> answer(int32_t status, int32_t bodyAt, int32_t bodySize, int32_t headersAt,
                         int32_t headersSize) {
    auto body = text(bodyAt, bodySize), headers = text(headersAt, headersSize);
    if (!current || !body || !headers)
      return current ? InvalidAccess : BadArgument;
    current->response = {parsed(*headers), *body};
    current->response.headers.emplace(current->response.headers.begin(), ":status",
                                      std::to_string(status));
    current->isAnswered = true;
    return Ok;
  }

  [[nodiscard]] bool define(sinter::Linker &linker, const sinter::Module &module) {
    using I = int32_t;
    return defineOthers(linker, module) &&
           linker.define("env", "proxy_log",
                         [this](I level, I text, I size) { return log(level, text, size); }) &&
           linker.define("env", "proxy_get_header_map_value",
                         [this](I map, I name, I size, I addressAt, I sizeAt) {
                           return getHeader(map, name, size, addressAt, sizeAt);
                         }) &&
           linker.define("env", "proxy_add_header_map_value",
                         [this](I map, I name, I nameSize, I value, I valueSize) {
                           return setHeader(map, name, nameSize, value, valueSize, false);
                         }) &&
           linker.define("env", "proxy_replace_header_map_value",
                         [this](I map, I name, I nameSize, I value, I valueSize) {
                           return setHeader(map, name, nameSize, value, valueSize, true);
                         }) &&
           linker.define("env", "proxy_remove_header_map_value",
                         [this](I map, I name, I size) { return removeHeader(map, name, size); }) &&
           linker.define("env", "proxy_get_header_map_pairs",
                         [this](I map, I addressAt, I sizeAt) -> Result<I> {
                           Headers *headers = headersOf(map);
                           return headers ? give(serialised(*headers), addressAt, sizeAt)
                                          : Result<I>(BadArgument);
                         }) &&
           linker.define("env", "proxy_set_header_map_pairs",
                         [this](I map, I address, I size) -> Result<I> {
                           Headers *headers = headersOf(map);
                           auto pairs = text(address, size);
                           if (!headers || !pairs)
                             return headers ? InvalidAccess : BadArgument;
                           *headers = parsed(*pairs);
                           return Ok;
                         }) &&
           linker.define("env", "proxy_get_buffer_bytes",
                         [this](I buffer, I start, I size, I addressAt, I sizeAt) {
                           return getBuffer(buffer, start, size, addressAt, sizeAt);
                         }) &&
           linker.define("env", "proxy_set_buffer_bytes",
                         [this](I buffer, I start, I size, I address, I newSize) {
                           return setBuffer(buffer, start, size, address, newSize);
                         }) &&
           linker.define("env", "proxy_get_property",
                         [this](I path, I size, I addressAt, I sizeAt) {
                           return getProperty(path, size, addressAt, sizeAt);
                         }) &&
           linker.define("env", "proxy_send_local_response",
                         [this](I status, I, I, I body, I bodySize, I headers, I headersSize, I) {
                           return answer(status, body, bodySize, headers, headersSize);
                         });
  }
  /// Whatever the filter imports of the ABI; what is defined afterwards takes its place.
  [[nodiscard]] bool defineOthers(sinter::Linker &linker, const sinter::Module &module) {
    for (const sinter_externtype_t &import : module.imports()) {
      std::string_view from(import.module_name, import.module_name_size);
      if (from != "env" || import.kind != SINTER_EXTERN_FUNC || import.func.result_count != 1)
        continue;
      auto refuse = [](void *, sinter_store_t *, const sinter_val_t *, sinter_val_t *results) {
        results[0].of.i32 = Unimplemented;
        return static_cast<sinter_error_t *>(nullptr);
      };
      sinter_extern_t item = {};
      item.of.func = sinter_func_new(store.get(), &import.func, refuse, nullptr, nullptr);
      if (!item.of.func || !linker.define(from, {import.name, import.name_size}, item))
        return false;
    }
    return true;
  }

  sinter::Store store;
  std::optional<sinter::Instance> instance;
  std::optional<sinter::Memory> memory; ///< None until the instance is made.
  std::string configuration;
  const std::string rootId;
  Exchange *current = nullptr;
};

Message readMessage(std::istream &in) {
  Message message;
  for (std::string line; std::getline(in, line) && !line.empty();) {
    size_t colon = line.find(": ", 1); // Names like :path begin with one.
    if (colon != std::string::npos)
      message.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  message.body.assign(std::istreambuf_iterator<char>(in), {});
  return message;
}

void print(const char *title, const Message &message) {
  std::cout << "== " << title << '\n';
  for (const auto &[name, value] : message.headers)
    std::cout << name << ": " << value << '\n';
  std::cout << '\n' << message.body << '\n';
}

} // namespace

int main(int count, char **arguments) {
  if (count < 3) {
    std::cerr << "usage: " << arguments[0] << " FILTER.so CONFIGURATION [ROOT-ID] < REQUEST\n";
    return 2;
  }
  auto module = sinter::Module::open(arguments[1]);
  if (!module) {
    std::cerr << module.error().message() << '\n';
    return 1;
  }
  Filter filter(arguments[2], count > 3 ? arguments[3] : "");
  Exchange exchange = {readMessage(std::cin), {}};
  auto passed = filter.start(*module);
  if (passed)
    passed = filter.pass(exchange, [](const Message &request) {
      print("to the upstream", request);
      return Message{{{":status", "200"}, {"server", "echo"}}, request.body};
    });
  if (!passed) // A filter that fails lets nothing through.
    exchange.response = {{{":status", "500"}}, std::string(passed.error().message())};
  print("to the client", exchange.response);
  return passed ? 0 : 1;
}
