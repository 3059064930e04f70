// Drives reset.wat through sinter.hpp: typed calls, a host function, reset.
#include "sinter/sinter.hpp"

#include <cstdio>
#include <cstdlib>

static void tell(const char *what, sinter::Result<int32_t> result) {
  if (result)
    printf("%s: %d\n", what, *result);
  else
    printf("%s: %s\n", what, std::string(result.error().message()).c_str());
}

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  if (!module)
    return 1;
  sinter::Store store;
  std::optional<sinter::Instance> current;
  sinter_extern_t twice = store.func(std::function([&](int32_t value) -> sinter::Result<int32_t> {
    if (value == 7)
      if (auto result = current->reset(); !result)
        return std::move(result.error());
    if (value < 0)
      return sinter::Error(SINTER_ERROR_HOST, "no negative number");
    return 2 * value;
  }));
  auto instance = store.instantiate(*module, {&twice, 1});
  if (!instance)
    return 1;
  current = *instance;
  tell("new", instance->call<int32_t>("state"));
  tell("twice", instance->call<int32_t>("twice", 21));
  tell("negative", instance->call<int32_t>("twice", -1));
  tell("within", instance->call<int32_t>("twice", 7));
  auto pair = instance->call<std::tuple<int64_t, double>>("pair");
  printf("pair: %d\n", pair && std::get<0>(*pair) == -2 && std::get<1>(*pair) == 0.5);
  tell("wrong type", instance->call<int32_t>("pair"));
  tell("nothing", instance->call<int32_t>("none"));
  for (int i = 0; i != 3; ++i) {
    if (!instance->call("spoil"))
      return 1;
    tell("spoilt", instance->call<int32_t>("state"));
    printf("pages: %zu\n", instance->memory("memory")->bytes().size() / 65536);
    if (!instance->reset())
      return 1;
    tell("reset", instance->call<int32_t>("state"));
    tell("grown no more", instance->call<int32_t>("far", 200000));
    if (!instance->memory("memory")->grow(3))
      return 1;
    tell("zero", instance->call<int32_t>("far", 200000));
  }
  printf("inside: %d, outside: %d\n", instance->memory("memory")->at(0, 8).has_value(),
         instance->memory("memory")->at(UINT64_MAX, 8).has_value());
}
