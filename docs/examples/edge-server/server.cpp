//===-- server.cpp - An HTTP server whose routes are WebAssembly modules ----===//
//
//   edge-server DIR [PORT [MILLISECONDS]]
//
// PORT 0 or none: any, which is printed. MILLISECONDS: what a request may take, 100 if not given.
//
// A request for /NAME is answered by an instance of DIR/NAME.so that is made for it and thrown
// away: whatever a function does, the next request finds a new one. functions/edge.h is what
// functions see. They may loop, trap, recurse or allocate without end: that ends their request, by
// a deadline, a trap or a limit, with a status and a sentence, and nothing else.
//
// A file that appears in DIR or takes another's place serves from the next request on. The one
// before is closed when its last request is finished, for a store keeps its modules open. Files are
// read whole and loaded from memory, so whoever writes into one does not change code that runs.
//
//   c++ -std=c++20 -O2 server.cpp -lcpp-httplib -lsinter -lpthread -ldl -o edge-server
//
//===----------------------------------------------------------------------===//
#include "sinter/abi/Abi.h"
#include "sinter/sinter.hpp"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <httplib.h>
#include <iterator>
#include <map>
#include <shared_mutex>
#include <sys/inotify.h>
#include <thread>
#include <unistd.h>

namespace {

using sinter::Error;
using sinter::Result;

// What one request may use.
std::chrono::milliseconds timeLimit{100};
constexpr size_t StackLimit = 256 << 10;
constexpr uint64_t MemoryLimit = 16 << 20;
constexpr uint64_t TableLimit = 100'000;
constexpr size_t BodyLimit = 1 << 20;
/// Connections that are served at a time, each by a thread.
constexpr size_t Threads = 16;

/// The functions of a folder, as its files are now.
class Functions {
public:
  explicit Functions(std::filesystem::path folder) : folder(std::move(folder)) {}

  /// Null if there is none of that name. Whoever has one keeps it open.
  std::shared_ptr<const sinter::Module> find(const std::string &name) const {
    std::shared_lock lock(mutex);
    auto found = modules.find(name);
    return found == modules.end() ? nullptr : found->second;
  }

  /// Follows the folder's changes; does not return.
  void watch() {
    int events = inotify_init1(IN_CLOEXEC);
    if (events < 0 ||
        inotify_add_watch(events, folder.c_str(),
                          IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE) < 0) {
      fprintf(stderr, "%s cannot be watched for changes: %s\n", folder.c_str(), strerror(errno));
      return;
    }
    alignas(inotify_event) char buffer[4096];
    for (ssize_t size; (size = read(events, buffer, sizeof buffer)) > 0;)
      for (char *at = buffer; at < buffer + size;) {
        auto *event = reinterpret_cast<inotify_event *>(at);
        if (event->len)
          update(folder / event->name);
        at += sizeof(inotify_event) + event->len;
      }
  }

  void updateAll() {
    for (const auto &entry : std::filesystem::directory_iterator(folder))
      update(entry.path());
  }

private:
  /// Takes what is there now. A file that is no module leaves the one before in its place.
  void update(const std::filesystem::path &path) {
    if (path.extension() != ".so")
      return;
    std::shared_ptr<const sinter::Module> next;
    if (std::ifstream file{path, std::ios::binary}) {
      std::vector<uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
      auto module = sinter::Module::fromBytes(bytes);
      if (!module) {
        fprintf(stderr, "%s: %s\n", path.c_str(), module.error().message().data());
        return;
      }
      next = std::make_shared<const sinter::Module>(std::move(*module));
    }
    std::unique_lock lock(mutex);
    if (next)
      modules[path.stem()].swap(next); // The old one goes when the lock is released.
    else
      modules.erase(path.stem());
  }

  const std::filesystem::path folder;
  mutable std::shared_mutex mutex;
  std::map<std::string, std::shared_ptr<const sinter::Module>> modules;
};

/// One request, as its function sees it: the imports of edge.h.
class Exchange {
public:
  Exchange(const httplib::Request &request, httplib::Response &response)
      : request(request), response(response) {}

  [[nodiscard]] bool define(sinter::Linker &linker) {
    return linker.define("edge", "read", [this](int32_t part, int32_t buffer, int32_t capacity) {
      return read(part, uint32_t(buffer), uint32_t(capacity));
    }) && linker.define("edge", "status", [this](int32_t status) {
      return setStatus(status);
    }) && linker.define("edge", "write", [this](int32_t bytes, int32_t size) {
      return write(uint32_t(bytes), uint32_t(size));
    });
  }
  /// What pointers of the function point into.
  void useMemoryOf(const sinter::Instance &instance) { memory = instance.memory("memory"); }

private:
  Result<int32_t> read(int32_t part, uint32_t buffer, uint32_t capacity) {
    const std::string *parts[] = {&request.method, &request.target, &request.body};
    if (uint32_t(part) >= std::size(parts))
      return Error(SINTER_ERROR_HOST, "the function asks for a part that requests do not have");
    const std::string &text = *parts[part];
    size_t size = std::min(text.size(), size_t(capacity));
    auto bytes = guestBytes(buffer, size);
    if (!bytes)
      return bytes.takeError();
    std::copy_n(text.begin(), size, bytes->begin());
    return int32_t(text.size());
  }
  Result<void> setStatus(int32_t status) {
    if (status < 200 || status > 599)
      return Error(SINTER_ERROR_HOST, "the function answers with a status that is none");
    response.status = status;
    return {};
  }
  Result<void> write(uint32_t address, uint32_t size) {
    auto bytes = guestBytes(address, size);
    if (!bytes)
      return bytes.takeError();
    if (size > BodyLimit - response.body.size())
      return Error(SINTER_ERROR_HOST, "the function answers with more than it may");
    response.body.append(bytes->begin(), bytes->end());
    return {};
  }
  /// A function can pass any address: only what lies in its memory is touched.
  Result<std::span<uint8_t>> guestBytes(uint32_t address, uint64_t size) {
    if (auto bytes = memory ? memory->at(address, size) : std::nullopt)
      return *bytes;
    return Error(SINTER_ERROR_HOST, "the function passes an address outside of its memory");
  }

  const httplib::Request &request;
  httplib::Response &response;
  std::optional<sinter::Memory> memory; ///< None while the instance is being made.
};

sinter::Config limits() {
  sinter::Config config;
  config.stackSize(StackLimit).memoryLimit(MemoryLimit).tableLimit(TableLimit);
  return config;
}

/// Calls a function for one request.
Result<void> answer(const sinter::Module &module, const httplib::Request &request,
                    httplib::Response &response) {
  static const sinter::Config config = limits();
  sinter::Store store(config);
  sinter::Linker linker(store);
  Exchange exchange(request, response);
  if (!store || !exchange.define(linker))
    return Error(SINTER_ERROR_RESOURCE, "out of memory");
  if (auto isSet = store.setDeadline(timeLimit); !isSet)
    return isSet;
  auto instance = linker.instantiate(module); // Its start function runs in here.
  if (!instance)
    return instance.takeError();
  exchange.useMemoryOf(*instance);
  return instance->call("handle");
}

int statusOf(const Error &error) {
  if (error.kind() == SINTER_ERROR_TRAP && error.code() == SINTER_TRAP_Interrupted)
    return 504;
  return error.kind() == SINTER_ERROR_LINK || error.kind() == SINTER_ERROR_USE ? 502 : 500;
}

void serve(const Functions &functions, const httplib::Request &request,
           httplib::Response &response) {
  std::string name = request.path.substr(1);
  auto module = functions.find(name);
  if (!module) {
    response.status = 404;
    return;
  }
  response.status = 200;
  if (auto result = answer(*module, request, response); !result) {
    response.status = statusOf(result.error());
    response.body = std::string(result.error().message()) + "\n";
  }
  response.set_header("Content-Type", "text/plain");
}

} // namespace

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: %s DIR [PORT [MILLISECONDS]]\n", arguments[0]);
    return 2;
  }
  if (count > 3)
    timeLimit = std::chrono::milliseconds(atoi(arguments[3]));
  // Before there is any thread, so that only the one below takes them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  Functions functions(arguments[1]);
  std::thread([&] { functions.watch(); }).detach();
  functions.updateAll();

  httplib::Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(Threads); };
  server.set_keep_alive_max_count(SIZE_MAX);
  server.set_payload_max_length(BodyLimit);
  server.set_tcp_nodelay(true);
  auto handler = [&](const httplib::Request &request, httplib::Response &response) {
    serve(functions, request, response);
  };
  server.Get("/.*", handler);
  server.Post("/.*", handler);

  std::thread([&] {
    int signal;
    sigwait(&ending, &signal);
    server.stop();
  }).detach();
  int port = count > 2 ? atoi(arguments[2]) : 0;
  if (port ? !server.bind_to_port("127.0.0.1", port)
           : (port = server.bind_to_any_port("127.0.0.1")) < 0) {
    fprintf(stderr, "port %d cannot be listened on\n", port);
    return 1;
  }
  printf("http://127.0.0.1:%d\n", port);
  fflush(stdout);
  return server.listen_after_bind() ? 0 : 1;
}
