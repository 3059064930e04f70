// Limits of stores and instances, changed between calls and by a host function within one.
#include "sinter/sinter.hpp"

#include <cstdio>

using sinter::Instance, sinter::Result;

static const char *tell(Result<int32_t> result, std::string &kept) {
  kept = result ? "ends" : std::string(result.error().message());
  return kept.c_str();
}

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  if (!module)
    return 1;
  sinter::Store store;
  std::optional<Instance> limited;
  sinter_extern_t limit = store.func(
      std::function([&]() -> Result<void> { return limited->setMemoryLimit(3 * 65536); }));
  auto make = [&] { return *store.instantiate(*module, {&limit, 1}); };
  auto grow = [](Instance &instance, const char *what) { return *instance.call<int32_t>(what); };

  // What the type says, the store's limit, that of a later moment, and an instance's own.
  Instance free = make();
  store.setMemoryLimit(4 * 65536 + 100);
  store.setTableLimit(5);
  Instance four = make();
  store.setMemoryLimit(7 * 65536);
  store.setTableLimit(8);
  Instance seven = make(), one = make();
  if (!one.setMemoryLimit(65536) || !one.setTableLimit(2))
    return 1;
  printf("memory grows to %d, %d, %d, %d pages; ", grow(free, "memory"), grow(four, "memory"),
         grow(seven, "memory"), grow(one, "memory"));
  printf("again %d after a reset\n", seven.reset() ? grow(seven, "memory") : -1);
  printf("table grows to %d, %d, %d, %d elements\n", grow(free, "table"), grow(four, "table"),
         grow(seven, "table"), grow(one, "table"));
  limited.emplace(make());
  printf("host function: grows to %d\n", grow(*limited, "limited"));
  store.setMemoryLimit(100);
  auto none = store.instantiate(*module, {&limit, 1});
  printf("too large: %s\n", none ? "made" : none.error().message().data());

  auto deep = *free.func("deep"), depth = *free.func("depth");
  auto typed = *deep.typed<int32_t>();
  auto compare = [&](const char *name, auto run) {
    int32_t depths[3];
    for (int i = 0; i != 3; ++i) {
      if (!store.setStackSize(i == 1 ? 64 * 1024 : 0) || run())
        return;
      depths[i] = *depth.call<int32_t>();
    }
    printf("%s: all of it, %s, %s\n", name, depths[1] < depths[0] / 4 ? "less" : "the same",
           depths[2] > depths[0] / 2 ? "all of it again" : "less again");
  };
  compare("stack", [&] { return bool(deep.call<int32_t>()); });
  compare("typed", [&] { return bool(typed()); });

  std::string text;
  auto count = *free.func("count");
  printf("fuel: %s", tell(count.call<int32_t>(1000), text));
  store.setFuel(1000);
  printf(", %s", tell(count.call<int32_t>(1000), text));
  store.addFuel(100'000);
  printf(", %s\n", tell(count.call<int32_t>(1000), text));
  store.setFuel(INT64_MAX);
  if (!store.setDeadline(std::chrono::milliseconds(5)))
    return 1;
  printf("deadline: %s", tell(count.call<int32_t>(0), text));
  store.clearDeadline();
  printf(", %s\n", tell(count.call<int32_t>(1000), text));
}
