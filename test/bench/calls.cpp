// calls OBJECT:           nanoseconds of each way to call, a line each
// calls OBJECT WAY COUNT: that one alone, for whoever counts instructions
//
// Calls into calls.wat and out of it, an addition of two numbers each: by the module's header,
// which this program is linked with, and by libsinter, with guard pages, in OBJECT. A call is a
// turn of a loop, whose own instructions count; out of the module it is a loop of the module. The
// fastest of many rounds, since what else a machine does only adds to it.
#include "calls.h"
#include "sinter/sinter.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

sinter_calls_t *byHeader;
sinter_store_t *store;
sinter_func_t *add;
std::optional<sinter::TypedFunc<int32_t(int32_t, int32_t)>> typed;
enum Import { Direct, Values, Function, ImportCount };
std::optional<sinter::TypedFunc<int32_t(int32_t)>> loops[ImportCount];

[[noreturn]] void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

template <typename T> T check(sinter::Result<T> result) {
  if (!result)
    fail(result.error().message().data());
  return std::move(*result);
}

int32_t hostAdd(void *, sinter_calls_t *, int32_t a, int32_t b) { return a + b; }

uint64_t directAdd(const sinter_closure_t *, int64_t a, int64_t b) { return uint32_t(a + b); }

sinter_error_t *valuesAdd(void *, sinter_store_t *, const sinter_val_t *in, sinter_val_t *out) {
  out->of.i32 = in[0].of.i32 + in[1].of.i32;
  return nullptr;
}

int32_t headerIn(int32_t count) {
  int32_t sum = 0;
  for (; count; --count)
    if (calls_add(byHeader, sum, count, &sum))
      fail("a trap");
  return sum;
}

int32_t headerOut(int32_t count) {
  int32_t sum = 0;
  if (calls_out(byHeader, count, &sum))
    fail("a trap");
  return sum;
}

int32_t typedIn(int32_t count) {
  int32_t sum = 0;
  for (; count; --count)
    sum = *(*typed)(sum, count);
  return sum;
}

int32_t untypedIn(int32_t count) {
  sinter_val_t in[2] = {sinter::toValue(int32_t(0)), sinter::toValue(int32_t(0))}, out;
  for (; count; --count) {
    in[1].of.i32 = count;
    if (sinter_func_call(store, add, in, 2, &out, 1))
      fail("a trap");
    in[0].of.i32 = out.of.i32;
  }
  return in[0].of.i32;
}

template <Import which> int32_t out(int32_t count) { return *(*loops[which])(count); }

struct Way {
  const char *name;
  int32_t (*run)(int32_t);
  double best = 1e9;
} ways[] = {{"header-in", headerIn},     {"header-out", headerOut},       {"typed-in", typedIn},
            {"typed-out", out<Direct>},  {"function-out", out<Function>}, {"untyped-in", untypedIn},
            {"untyped-out", out<Values>}};

} // namespace

int main(int count, char **arguments) {
  if (count != 2 && count != 4)
    fail("calls OBJECT [WAY COUNT]");
  sinter_calls_imports_t imports = {nullptr, hostAdd};
  if (int32_t code = sinter_calls_new(&sinter_module_calls, &imports, 0, &byHeader))
    fail(sinter_c_message(code));
  sinter::Module module = check(sinter::Module::open(arguments[1]));
  sinter::Store theStore;
  store = theStore.get();
  const sinter_valkind_t kinds[] = {SINTER_I32, SINTER_I32};
  const sinter_functype_t type = {kinds, 2, kinds, 1};
  sinter_extern_t items[ImportCount] = {};
  items[Direct].kind = items[Values].kind = SINTER_EXTERN_FUNC;
  sinter_func_new_direct(store, &type, reinterpret_cast<void (*)()>(directAdd), nullptr, nullptr,
                         &items[Direct].of.func);
  items[Values].of.func = sinter_func_new(store, &type, valuesAdd, nullptr, nullptr);
  items[Function] = theStore.func(
      std::function([](int32_t a, int32_t b) -> sinter::Result<int32_t> { return a + b; }));
  for (int i = 0; i != ImportCount; ++i) {
    sinter::Instance instance = check(theStore.instantiate(module, {&items[i], 1}));
    sinter::Func function = instance.func("add").value();
    add = function.get();
    typed = check(function.typed<int32_t, int32_t, int32_t>());
    loops[i] = check(instance.func("out")->typed<int32_t, int32_t>());
  }

  if (count == 4) {
    for (Way &way : ways)
      if (std::string_view(arguments[2]) == way.name)
        return way.run(atoi(arguments[3])) == 0;
    fail("no such way");
  }
  constexpr int32_t turns = 200'000;
  for (int round = 0; round != 40; ++round)
    for (Way &way : ways) {
      auto begin = std::chrono::steady_clock::now();
      int32_t sum = way.run(turns);
      std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
      way.best = std::min(way.best, time.count() / turns);
      if (sum != headerIn(turns))
        fail("another sum");
    }
  for (Way &way : ways)
    printf("%s %.2f\n", way.name, way.best);
}
