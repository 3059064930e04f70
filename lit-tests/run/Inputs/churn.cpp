// Three threads make stores and instances, trap, fail, are interrupted, and end them, over and
// over: nothing is lost, nothing is seen of earlier ones, and memory in use does not grow.
#include "sinter/sinter.hpp"

#include <atomic>
#include <cstdio>
#include <fstream>
#include <thread>

static std::atomic<int> bad;
static void expect(bool isGood) { bad += !isGood; }

static long residentPages() {
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident;
}

static void spoil(const sinter::Module &module) {
  sinter::Store store;
  auto instance = store.instantiate(module);
  if (!instance)
    return expect(false);
  auto sum = instance->call<int32_t>("sum");
  expect(sum && *sum == 41);
  expect(bool(instance->call("spoil")));
  expect(bool(instance->remove()));
}

static void trap(const sinter::Module &module) {
  sinter::Store store;
  using sinter::Error, sinter::Result;
  const sinter_extern_t imports[] = {
      store.func(std::function([](int32_t i, float, double) -> Result<int32_t> {
        return i < 0 ? Result<int32_t>(Error(SINTER_ERROR_HOST, "negative")) : i;
      })),
      store.func(std::function([](float f) -> Result<float> { return f; }))};
  auto instance = store.instantiate(module, imports);
  if (!instance)
    return expect(false);
  auto add = *instance->func("add")->typed<int32_t, int32_t, int32_t>();
  auto load = *instance->func("load")->typed<int32_t, int32_t>();
  auto host = *instance->func("host")->typed<int32_t, int32_t>();
  auto deep = *instance->func("deep")->typed<int32_t, int32_t>();
  for (int32_t i = 0; i != 4; ++i) {
    auto sum = add(i, 1);
    expect(sum && *sum == i + 1);
    expect(!load(65536 + i) && !host(-1));
  }
  expect(!deep(1));
}

static void loop(const sinter::Module &module, int time) {
  sinter::Store store;
  const sinter_extern_t again =
      store.func(std::function([]() -> sinter::Result<void> { return {}; }));
  auto instance = store.instantiate(module, {&again, 1});
  expect(instance && store.setDeadline(std::chrono::microseconds(time)));
  expect(instance && !instance->call("loop"));
}

int main(int, char **arguments) {
  auto first = sinter::Module::open(arguments[1]), second = sinter::Module::open(arguments[2]),
       third = sinter::Module::open(arguments[3]);
  if (!first || !second || !third)
    return 1;
  auto round = [&] {
    auto work = [&](int seed) {
      for (int i = 0; i != 30; ++i) {
        spoil(*first);
        trap(*second);
        loop(*third, (i * 37 + seed) % 300);
      }
    };
    std::thread one(work, 1), two(work, 2), three(work, 3);
    one.join();
    two.join();
    three.join();
  };
  round();
  long before = residentPages();
  for (int i = 0; i != 4; ++i)
    round();
  long grown = residentPages() - before;
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  grown = 0; // What a sanitizer remembers of it all grows.
#endif
  printf("bad: %d, grown: %s\n", bad.load(), grown < 256 ? "no" : "yes");
}
