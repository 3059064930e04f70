// A file is replaced while modules of it are open; and what sinter.hpp has for that: Config,
// Linker.
#include "sinter/sinter.hpp"

#include <cstdio>

using sinter::Result;

/// Instances of the module under `path`, which tell its version by the host's function.
class Version {
public:
  explicit Version(const char *path) : module(sinter::Module::open(path)) {
    bool isDefined =
        linker.define("host", "twice", [](int32_t value) -> Result<int32_t> { return 2 * value; });
    if (module && isDefined)
      instance.emplace(linker.instantiate(*module));
  }
  int ask(const char *name) {
    if (!module || !instance || !*instance)
      return -1;
    Result<int32_t> result = (*instance)->call<int32_t>(name);
    return result ? *result : -2;
  }

private:
  Result<sinter::Module> module;
  sinter::Store store{sinter::Config().memoryLimit(2 * 65536).backtraces(false)};
  sinter::Linker linker{store};
  std::optional<Result<sinter::Instance>> instance;
};

int main(int, char **arguments) {
  const char *path = arguments[1];
  Version first(path);
  printf("first: %d\n", first.ask("version"));
  for (int i = 2; arguments[i]; ++i) { // Each one while all before are still open.
    if (rename(arguments[i], path) != 0)
      return 1;
    Version second(path);
    Version same(path);
    printf("replaced: %d, first: %d\n", second.ask("version"), first.ask("version"));
    printf("again: %d\n", same.ask("version"));
  }
  printf("grown: %d, not: %d\n", first.ask("grow"), first.ask("grow"));

  sinter::Store store;
  sinter::Linker linker(store);
  Result<sinter::Module> module = sinter::Module::open(path);
  Result<sinter::Instance> unlinked = linker.instantiate(*module);
  printf("unlinked: %s\n", unlinked.error().message().data());
  remove(path);
  Result<sinter::Module> gone = sinter::Module::open(path);
  printf("gone: %s\n", gone ? "no" : gone.error().message().data());
}
