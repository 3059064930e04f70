// What sinter.hpp has for objects of the host's: memories, globals, functions that throw.
#include "sinter/sinter.hpp"

#include <cstdio>
#include <stdexcept>

using sinter::Result;

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  sinter::Store store;
  auto memory = store.memory(1, 2);
  auto counter = store.global<int64_t>(40, true);
  if (!module || !memory || !counter)
    return 1;
  sinter::Linker linker(store);
  bool isDefined =
      linker.define("host", "memory", *memory) && linker.define("host", "counter", *counter) &&
      linker.define("host", "check",
                    [](int32_t value) -> Result<int32_t> {
                      if (value < 0)
                        throw std::out_of_range("no such value");
                      if (value > 100)
                        throw value;
                      return value + 1;
                    }) &&
      linker.define("host", "check6",
                    [](int32_t, int32_t, int32_t, int32_t, int32_t, int32_t value) -> Result<void> {
                      throw std::runtime_error("number " + std::to_string(value));
                    });
  auto instance = linker.instantiate(*module);
  if (!isDefined || !instance)
    return 1;

  std::vector<sinter_externtype_t> imports = module->imports(), exports = module->exports();
  printf("imports: %zu, first: %s, exports: %zu, last: %s\n", imports.size(), imports[0].name,
         exports.size(), exports.back().name);
  memory->bytes()[0] = 7;
  auto sum = instance->call<int64_t>("sum");
  printf("sum: %ld, counter: %ld\n", long(*sum), long(*counter->value<int64_t>()));
  printf("set: %d, wrong type: %d\n", bool(counter->set<int64_t>(1)),
         bool(counter->set<int32_t>(1)));
  auto constant = instance->global("constant");
  printf("constant: %d, as i64: %d, set: %d, no such: %d\n", *constant->value<int32_t>(),
         constant->value<int64_t>().has_value(), bool(constant->set<int32_t>(1)),
         instance->global("sum").has_value());
  for (int32_t value : {1, -1, 101}) {
    auto result = instance->call<int32_t>("check", value);
    printf("check: %s\n",
           result ? std::to_string(*result).c_str() : result.error().message().data());
  }
  auto many = instance->call("check6", 6);
  printf("check6: %s\n", many.error().message().data());
  sinter::Error taken = instance->call("check6", 7).takeError();
  printf("taken: %s, frames: %zu\n", taken.message().data(), taken.frames().size());
}
