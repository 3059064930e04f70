// Instances of one module, some spoilt and reset, never see each other's writes.
#include "sinter/sinter.hpp"

#include <cstdio>

int main(int, char **arguments) {
  constexpr int32_t fresh = 3 * 20000 + 5 + 1;
  auto module = sinter::Module::open(arguments[1]);
  if (!module)
    return 1;
  int good = 0;
  sinter::Store first;
  auto one = first.instantiate(*module);
  for (int i = 0; one && i != 10; ++i) {
    sinter::Store store;
    auto two = store.instantiate(*module);
    if (!two)
      return 1;
    good += *two->call<int32_t>("sum") == fresh;
    if (!one->call("spoil") || !two->call("spoil"))
      return 1;
    good += *two->call<int32_t>("sum") != fresh && *one->call<int32_t>("sum") != fresh;
    if (!two->reset() || !one->reset())
      return 1;
    good += *two->call<int32_t>("sum") == fresh && *one->call<int32_t>("sum") == fresh;
    good += one->memory("memory")->bytes().size() == 2 * 65536;
  }
  printf("good: %d\n", good);
}
