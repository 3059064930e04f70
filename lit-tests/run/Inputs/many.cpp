// 100,000 instances at a time, each in a store of its own, each with what it wrote.
#include "sinter/sinter.hpp"

#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#if __has_feature(thread_sanitizer)
constexpr long MostMegabytes = 2048; // with what it remembers of each access
#else
constexpr long MostMegabytes = 1024;
#endif

static long residentMegabytes() {
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * 4096 >> 20;
}

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  if (!module)
    return 1;
  std::vector<sinter::Store> stores(100000);
  std::vector<sinter::Instance> instances;
  for (sinter::Store &store : stores) {
    auto instance = store.instantiate(*module);
    if (!instance) {
      printf("%s\n", instance.error().message().data());
      return 1;
    }
    instances.push_back(*instance);
    if (!instance->call("set", int32_t(instances.size())))
      return 1;
  }
  int32_t good = 0;

  for (size_t i = 0; i != instances.size(); ++i)
    good += *instances[i].call<int32_t>("get") == int32_t(i) + 1 + 7;
  long lines = 0;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    ++lines;
  long resident = residentMegabytes();
  printf("good: %d, resident: %s, mappings: %s\n", good,
         resident <= MostMegabytes ? "fits" : "too much", lines < 10000 ? "few" : "many");
  if (resident > MostMegabytes)
    printf("%ld MB\n", resident);
}
