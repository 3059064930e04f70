// Typed calls both ways: values, traps, errors of host functions, nesting, and other threads.
#include "sinter/sinter.hpp"

#include <cstdio>
#include <thread>

template <typename T> static void tell(const char *what, sinter::Result<T> result) {
  if (result)
    printf("%s: %g\n", what, double(*result));
  else
    printf("%s: %s\n", what, result.error().message().data());
}

int main(int, char **arguments) {
  auto module = sinter::Module::open(arguments[1]);
  if (!module)
    return 1;
  sinter::Store store;
  std::optional<sinter::Instance> self;
  auto body = [&](int32_t i, float f, double d) -> sinter::Result<int32_t> {
    if (i < 0)
      return sinter::Error(SINTER_ERROR_HOST, "refused");
    if (i < 3) { // Nested, and a trap that ends the inner call alone.
      auto host = *self->func("host")->typed<int32_t, int32_t>();
      auto div = *self->func("div")->typed<int32_t, int32_t, int32_t>();
      return *host(i + 1) + (div(i, 0) ? 1000 : 1);
    }
    return int32_t(i + 10 * f + 100 * d);
  };
  sinter_extern_t imports[] = {
      store.func(std::function<sinter::Result<int32_t>(int32_t, float, double)>(body)),
      store.func(std::function([](float f) -> sinter::Result<float> { return f + 1; }))};
  auto instance = store.instantiate(*module, imports);
  if (!instance)
    return 1;
  self.emplace(*instance);
  auto work = [&] {
    auto add = *instance->func("add")->typed<int32_t, int32_t, int32_t>();
    tell("add", add(1, 2));
    tell("add", add(-5, 2));
    tell("mul", (*instance->func("mul")->typed<double, float, double, int64_t>())(1.5f, 2, 4));
    tell("half", (*instance->func("half")->typed<float, float>())(5));
    auto div = *instance->func("div")->typed<int32_t, int32_t, int32_t>();
    tell("div", div(7, 0));
    tell("div", div(7, 2));
    auto host = *instance->func("host")->typed<int32_t, int32_t>();
    tell("host", host(5));
    tell("nested", host(0));
    tell("failed", host(-1));
    tell("deep", (*instance->func("deep")->typed<int32_t, int32_t>())(1));
    tell("load", (*instance->func("load")->typed<int32_t, int32_t>())(65536));
    store.interrupt();
    tell("interrupted", (*instance->func("deep")->typed<int32_t, int32_t>())(1));
    tell("add", add(3, 4));
  };
  work();
  std::thread(work).join();
  work();
  auto wrong = instance->func("add")->typed<int32_t, int32_t>();
  printf("wrong: %s\n", wrong.error().message().data());
  auto many = store.func(std::function([](int32_t, int32_t, int32_t, int32_t, int32_t,
                                          int32_t f) -> sinter::Result<int32_t> { return f; }));
  tell("many", sinter::Func(store.get(), many.of.func).call<int32_t>(1, 2, 3, 4, 5, 6));
  sinter_valkind_t six[] = {SINTER_I32, SINTER_I32, SINTER_I32, SINTER_I32, SINTER_I32, SINTER_I32};
  sinter_functype_t type = {six, 6, six, 1};
  sinter_call_t call;
  sinter::Error error(sinter_call_prepare(store.get(), many.of.func, &type, &call));
  printf("six: %s\n", error.message().data());
}
