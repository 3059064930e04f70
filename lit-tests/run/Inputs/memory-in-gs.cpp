// Two instances, of one module or of two: each one's host function calls the other. Both say by
// numbers whose memory they see.
#include "sinter/sinter.hpp"

#include <cstdio>
#include <cstdlib>
#include <sys/auxv.h>
#include <thread>

/// Takes the place of the C library's for libsinter, which asks nothing else of it.
extern "C" unsigned long getauxval(unsigned long type) noexcept {
  return type == AT_HWCAP2 && !getenv("NO_GS") ? 2 : 0;
}

template <typename T> static T taken(sinter::Result<T> result) {
  if (!result) {
    printf("%s\n", std::string(result.error().message()).c_str());
    exit(0);
  }
  return std::move(*result);
}

struct Pair {
  sinter::Store store;
  std::optional<sinter::Instance> one, other;

  sinter::Instance make(const sinter::Module &module, std::optional<sinter::Instance> &peer) {
    auto visit = [&peer](int32_t depth) -> sinter::Result<int32_t> {
      if (depth >= 0)
        return peer->call<int32_t>("step", depth);
      bool trapped = !peer->call<int32_t>("trap");
      return trapped ? 7 : 0;
    };
    sinter_extern_t import = store.func(std::function<sinter::Result<int32_t>(int32_t)>(visit));
    return taken(store.instantiate(module, {&import, 1}));
  }

  Pair(const sinter::Module &first, const sinter::Module &second, int32_t a, int32_t b) {
    store.setFuel(1u << 30);
    one = make(first, other);
    other = make(second, one);
    if (!one->call("set", a) || !other->call("set", b))
      exit(1);
  }

  int32_t step(int32_t depth) { return taken(one->call<int32_t>("step", depth)); }
};

int main(int, char **arguments) {
  sinter::Module first = taken(sinter::Module::open(arguments[1]));
  sinter::Module second = taken(sinter::Module::open(arguments[2]));
  Pair pair(first, second, 1, 2);
  auto step = [&](int32_t depth) { return pair.step(depth); };
  printf("steps: %d %d %d %d %d\n", taken(pair.other->call<int32_t>("step", 0)), step(1),
         taken(pair.other->call<int32_t>("step", 2)), step(3),
         taken(pair.other->call<int32_t>("step", 4)));
  printf("tail: %d\n", taken(pair.one->call<int32_t>("tail", 3)));
  printf("trapped: %d\n", taken(pair.one->call<int32_t>("past trap")));
  auto trap = pair.one->call<int32_t>("trap");
  printf("own trap: %s\n", trap ? "none" : std::string(trap.error().message()).c_str());
  printf("after it: %d\n", step(3));
  if (!pair.one->reset())
    return 1;
  printf("reset: %d\n", step(3));

  bool isRight[4] = {};
  std::thread threads[4];
  for (int32_t i = 0; i != 4; ++i)
    threads[i] = std::thread([&, i] {
      Pair own(first, second, i, i + 4);
      int32_t turn = (i * 10 + i + 4) * 10 + i;
      isRight[i] = taken(own.one->call<int32_t>("count", 3000)) == 3000 * turn;
    });
  bool all = true;
  for (int i = 0; i != 4; ++i) {
    threads[i].join();
    all &= isRight[i];
  }
  printf("threads: %s\n", all ? "right" : "wrong");
}
