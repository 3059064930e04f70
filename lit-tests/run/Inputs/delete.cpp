// Instances that are deleted before their store, and what keeps others from that.
#include "sinter/sinter.hpp"

#include <cstdio>

static void tell(const char *what, sinter::Result<void> result) {
  printf("%s: %s\n", what, result ? "gone" : result.error().message().data());
}

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  auto user = sinter::Module::open(arguments[2]);
  auto leaky = sinter::Module::open(arguments[3]);
  if (!module || !user || !leaky)
    return 1;
  sinter::Store store;
  int fresh = 0;
  for (int i = 0; i != 1000; ++i) {
    auto instance = store.instantiate(*module);
    if (!instance)
      return 1;
    fresh += *instance->call<int32_t>("sum") == 41 &&
             instance->memory("memory")->bytes().size() == 65536;
    if (!instance->call("spoil") || *instance->call<int32_t>("sum") == 41 || !instance->remove())
      return 1;
  }
  printf("fresh: %d\n", fresh);
  auto one = store.instantiate(*module);
  sinter_extern_t imports[3];
  for (size_t i = 0; i != 3; ++i)
    imports[i] = sinter_instance_export_at(one->get(), i);
  auto two = store.instantiate(*user, imports);
  if (!two) {
    printf("%s\n", two.error().message().data());
    return 1;
  }
  tell("imported", one->remove());
  tell("importer", two->remove());
  tell("no longer imported", one->remove());
  auto three = store.instantiate(*leaky);
  tell("leaky", three->remove());
  // WASI works for whom it was given to, whoever calls it.
  auto giver = sinter::Module::open(arguments[4]), taker = sinter::Module::open(arguments[5]);
  if (!giver || !taker)
    return 1;
  auto gives = store.instantiate(*giver, {}, sinter::Wasi());
  sinter_extern_t yield[] = {sinter_instance_export_at(gives->get(), 0)};
  auto takes = store.instantiate(*taker, yield);
  tell("handed on", gives->remove());
  if (!takes || *takes->call<int32_t>("call") != 0)
    return 1;
  tell("taker", takes->remove());
  tell("giver", gives->remove());
  auto four = store.instantiate(*module);
  sinter_extern_t host = store.func(std::function([&]() -> sinter::Result<void> {
    tell("within", four->remove());
    return {};
  }));
  if (!sinter::Func(store.get(), host.of.func).call())
    return 1;
}
