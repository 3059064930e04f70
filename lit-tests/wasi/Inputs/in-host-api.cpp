// What a host says of WASI, and what its instances then see.
#include "sinter/sinter.hpp"

#include <cstdio>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

static int failures;
#define CHECK(ACTUAL, EXPECTED)                                                                    \
  do {                                                                                             \
    auto actual = (ACTUAL);                                                                        \
    if (!(actual == (EXPECTED)))                                                                   \
      ++failures, printf("line %d: %s is %s\n", __LINE__, #ACTUAL, show(actual).c_str());          \
  } while (0)
static std::string show(const std::string &text) { return "'" + text + "'"; }
template <typename T> static std::string show(T number) { return std::to_string(number); }

/// The result of an export, or what its error says.
template <typename... A>
static std::string call(const sinter::Instance &instance, const char *name, A... arguments) {
  auto result = instance.call<int32_t>(name, arguments...);
  return result ? std::to_string(*result) : std::string(result.error().message());
}

static std::string said;
static int64_t take(void *data, sinter_instance_t *instance, const void *bytes, size_t size) {
  said += static_cast<const char *>(data);
  said += instance && sinter_instance_data(instance)
              ? static_cast<const char *>(sinter_instance_data(instance))
              : "";
  said.append(static_cast<const char *>(bytes), size);
  return int64_t(size);
}
static int64_t lie(void *, sinter_instance_t *, const void *, size_t size) {
  return int64_t(size) + 1;
}
static int64_t give(void *data, sinter_instance_t *, void *bytes, size_t size) {
  auto *left = static_cast<int *>(data);
  if (!*left)
    return 0;
  --*left;
  memset(bytes, 'x', size < 3 ? size : 3);
  return 3;
}
static bool clock9(void *, sinter_instance_t *, uint32_t clock, uint64_t *time) {
  *time = 9'000'000'000 + clock;
  return clock < 2;
}
static bool seven(void *, sinter_instance_t *, void *bytes, size_t size) {
  memset(bytes, 7, size);
  return true;
}

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  if (!module)
    return printf("%s\n", module.error().message().data());
  int left = 1, sockets[2], pipes[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) || pipe(pipes))
    return 1;
  sinter::Wasi plain, wasi;
  sinter::Result<void> set[] = {
      wasi.directory(arguments[2], "/"), wasi.socket(sockets[1]),
      wasi.input(give, &left),           wasi.output(1, take, const_cast<char *>("<")),
      wasi.output(2, lie, nullptr),      wasi.clock(clock9, nullptr),
      wasi.random(seven, nullptr),       wasi.descriptorLimit(7),
  };
  for (auto &result : set)
    CHECK(bool(result), true);
  CHECK(std::string(wasi.output(3, take, nullptr).error().message()),
        "stream 3 is none of 0, 1 and 2");
  CHECK(std::string(wasi.variable("A=B", "").error().message()),
        "a variable's name is not empty and has no '=': 'A=B'");
  CHECK(std::string(wasi.directory("/nowhere", "/").error().message()),
        "cannot open the granted directory '/nowhere': No such file or directory");

  sinter::Store store;
  CHECK(std::string(store.instantiate(*module, {}).error().message()).substr(0, 25),
        "the module has 10 imports");
  sinter::Instance bare = *store.instantiate(*module, {}, plain),
                   one = *store.instantiate(*module, {}, wasi),
                   two = *store.instantiate(*module, {}, wasi);
  CHECK(std::string(wasi.argument("late").error().message()),
        "an argument cannot be added to a WASI configuration that an instance has");
  CHECK(*one.start(), 0);
  CHECK(call(one, "initialized"), "1");
  CHECK(call(two, "initialized"), "0");

  // Nothing that was not given.
  CHECK(call(bare, "say", 1), "5");
  CHECK(call(bare, "hear"), "0");
  CHECK(call(bare, "make"), "8000");

  // Streams.
  sinter_instance_set_data(two.get(), const_cast<char *>("two:"));
  CHECK(call(one, "say", 1), "5");
  CHECK(call(two, "say", 1), "5");
  CHECK(said, "<he<llo<two:he<two:llo");
  CHECK(call(one, "say", 2), "29000"); // A callback that says nonsense is EIO.
  CHECK(call(one, "hear"), std::to_string('x' * 100 + 3));
  CHECK(call(one, "hear"), "0");
  CHECK(call(one, "say", 0), "8000");
  CHECK(call(one, "drop", 1), "0");
  CHECK(call(one, "say", 1), "8000");
  CHECK(call(two, "say", 1), "5");

  // Each has its own descriptors, up to a limit, and a reset closes them.
  CHECK(call(one, "make"), "1"); // The closed one's number.
  CHECK(call(two, "make"), "5");
  CHECK(call(two, "make"), "6");
  CHECK(call(two, "make"), "33000");
  CHECK(call(two, "drop", 5), "0");
  CHECK(call(two, "make"), "5");
  CHECK(call(one, "list"), "1");
  int before = dup(0);
  close(before);
  CHECK(bool(two.reset()), true);
  int after = dup(0);
  close(after);
  CHECK(after < before, true);
  CHECK(call(two, "make"), "5");
  CHECK(call(two, "list"), "1");

  // Clocks and chance.
  CHECK(*one.call<int64_t>("now", 1), 9'000'000'001);
  CHECK(*one.call<int64_t>("now", 2), -28);
  CHECK(*bare.call<int64_t>("now", 0) > 1'500'000'000'000'000'000, true);
  CHECK(call(one, "roll"), std::to_string(0x07070707));
  CHECK(call(one, "nap", int64_t(1000)), "1");

  // Sockets, and ends of pipes and connections, which raise no signal.
  CHECK(call(one, "say", 4), "5");
  char text[8] = {};
  CHECK(int(recv(sockets[0], text, 8, MSG_DONTWAIT)), 5);
  if (write(sockets[0], "abc", 3) != 3)
    return 1;
  CHECK(call(one, "receive", 4), "3");
  close(sockets[0]);
  CHECK(call(one, "say", 4), "64000");
  sinter::Wasi broken;
  CHECK(bool(broken.file(1, pipes[1])) && bool(broken.file(0, pipes[0])), true);
  sinter::Instance piped = *store.instantiate(*module, {}, broken);

  // Waits end with a deadline, exits with their call.
  CHECK(bool(store.setDeadline(std::chrono::milliseconds(30))), true);
  CHECK(std::string(bare.call<void>("doze").error().message()), "interrupted");
  CHECK(bool(store.setDeadline(std::chrono::milliseconds(30))), true);
  CHECK(call(piped, "hear"), "11000"); // Canceled; it returned before it called anything.
  store.clearDeadline();
  CHECK(call(piped, "say", 1), "5");
  close(pipes[0]);
  CHECK(call(piped, "say", 1), "64000");
  auto ended = one.call<void>("leave", 77);
  CHECK(int(ended.error().kind()), int(SINTER_ERROR_EXIT));
  CHECK(ended.error().code(), 77);
  CHECK(std::string(ended.error().message()), "the program ended with status 77");
  CHECK(call(one, "roll"), std::to_string(0x07070707));

  // By a linker, and on many threads at once.
  std::vector<std::thread> threads;
  int good[4] = {};
  for (int &count : good)
    threads.emplace_back([&] {
      sinter::Wasi shared;
      if (!shared.directory(arguments[2], "/"))
        return;
      for (int i = 0; i != 200; ++i) {
        sinter::Store own;
        sinter_linker_t *linker = sinter_linker_new(own.get());
        sinter_linker_define_wasi(linker, shared.get());
        sinter_instance_t *made = nullptr;
        sinter_error_delete(sinter_linker_instantiate(linker, module->get(), &made));
        sinter_linker_delete(linker);
        sinter::Instance instance(own.get(), made);
        count += made && call(instance, "make") == "4" && call(instance, "list") == "1" &&
                 call(instance, "say", 1) == "5" && (i % 2 || instance.remove());
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  for (int count : good)
    CHECK(count, 200);
  printf("failures: %d\n", failures);
}
