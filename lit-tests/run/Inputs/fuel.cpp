// What calls cost, and how they end when there is nothing left.
#include "sinter/abi/Abi.h"
#include "sinter/sinter.hpp"

#include <cstdio>

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  if (!module)
    return 1;
  sinter::Store store;
  sinter_extern_t more = store.func(std::function([&]() -> sinter::Result<void> {
    printf("(%llu left) ", static_cast<unsigned long long>(store.fuel()));
    store.addFuel(1000);
    return {};
  }));
  auto instance = store.instantiate(*module, {&more, 1});
  if (!instance)
    return 1;
  printf("new: %d\n", store.fuel() == uint64_t(INT64_MAX));
  auto cost = [&](const char *name, int32_t argument, uint64_t amount) {
    store.setFuel(amount);
    auto result = instance->call<int32_t>(name, argument);
    if (result)
      printf("%s(%d) = %d, ", name, argument, *result);
    else
      printf("%s(%d): %s, ", name, argument, result.error().message().data());
    printf("%lld\n", static_cast<long long>(amount - store.fuel()));
  };
  constexpr uint64_t enough = 1'000'000'000;
  for (const char *name : {"leaf", "twice", "asks", "catch"})
    cost(name, 0, enough);
  cost("catch", 1, enough);
  for (int32_t n : {1, 2, 1000})
    cost("count", n, enough);
  for (int32_t n : {0, 1, 2, 5})
    cost("choose", n, enough);
  cost("fib", 15, enough);
  cost("down", 1000, enough);
  // The last turn may use more than there is; the next would see that.
  cost("count", 1000, 12000);
  cost("count", 1000, 11000);
  cost("fib", 30, 100000);
  cost("down", 100000000, 100000);
  cost("forever", 0, 1000000);
  // With any amount, a loop that also runs out of bounds ends in the same way, and leaves the same.
  for (const char *name : {"even", "uneven"})
    for (int32_t turns : {100, 200}) {
      int ends = 0, others = 0;
      uint32_t digest = 0;
      for (uint64_t amount = 0; amount < 5000; amount += 13) {
        store.setFuel(amount);
        auto result = instance->call<int32_t>(name, turns);
        ends += bool(result);
        others += !result && result.error().code() == SINTER_TRAP_OutOfBoundsMemory;
        digest = digest * 31 + uint32_t(result ? store.fuel() : 0);
        store.setFuel(enough);
        digest ^= uint32_t(*instance->call<int32_t>("digest", 64936));
      }
      printf("%s(%d): %d end, %d out of bounds, %08x\n", name, turns, ends, others, digest);
    }
  cost("leaf", 0, 0);
  store.setFuel(8); // A function that has neither loop nor call does not look.
  (void)instance->call<int32_t>("twice", 0);
  printf("after: %s\n", instance->call<int32_t>("twice", 0) ? "runs" : "stopped");
  store.addFuel(UINT64_MAX);
  printf("again: %s\n", instance->call<int32_t>("twice", 0) ? "runs" : "stopped");
}
