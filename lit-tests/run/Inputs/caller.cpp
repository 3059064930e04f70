// Who calls a host's function that is told: the instance by whose import it is reached, whichever
// way.
#include "sinter/sinter.hpp"

#include <cstdio>
#include <cstdlib>

using sinter::Caller;
using sinter::Result;

static sinter_instance_t *a, *b;

static void say(const char *how, sinter_instance_t *caller) {
  printf(" %s:%s", how, !caller ? "nobody" : caller == a ? "A" : caller == b ? "B" : "another");
}
static sinter_error_t *callback(void *data, sinter_store_t *, sinter_instance_t *caller,
                                const sinter_val_t *, sinter_val_t *) {
  say(static_cast<const char *>(data), caller);
  return nullptr;
}
static uint64_t direct(const sinter_closure_t *closure) {
  say(static_cast<const char *>(closure->data), closure->caller);
  return 0;
}
template <typename T> static T unwrap(Result<T> result) {
  if (result)
    return std::move(*result);
  printf("%s\n", result.error().message().data());
  exit(1);
}
static void check(sinter_error_t *error) {
  if (!error)
    return;
  printf("%s\n", sinter_error_message(error));
  exit(1);
}
static sinter_extern_t exported(sinter_instance_t *instance, const char *name) {
  sinter_extern_t item;
  return sinter_instance_export(instance, name, strlen(name), &item) ? item : sinter_extern_t{};
}
static void call(const char *what, sinter_store_t *store, sinter_func_t *func) {
  printf("%s:", what);
  check(sinter_func_call(store, func, nullptr, 0, nullptr, 0));
  printf("\n");
}
static sinter_extern_t item(sinter_func_t *func) { return {SINTER_EXTERN_FUNC, {func}}; }
static char word[4][10] = {"callback", "direct", "untold"};

int main(int, char **arguments) {
  sinter::Module module = unwrap(sinter::Module::open(arguments[1]));
  sinter::Store store;
  const sinter_functype_t type = {nullptr, 0, nullptr, 0};
  sinter_func_t *told = sinter_func_new_with_caller(store.get(), &type, callback, word[0], nullptr);
  auto *code = reinterpret_cast<void (*)()>(direct);
  sinter_func_t *toldDirect, *untold;
  check(
      sinter_func_new_direct_with_caller(store.get(), &type, code, word[1], nullptr, &toldDirect));
  check(sinter_func_new_direct(store.get(), &type, code, word[2], nullptr, &untold));
  sinter_extern_t table = {SINTER_EXTERN_TABLE, {}};
  check(sinter_table_new(store.get(), SINTER_FUNCREF, {4, 4, false, false}, nullptr,
                         &table.of.table));
  // Whoever calls a function that this one calls is another matter.
  sinter_extern_t asks =
      store.func(std::function([&](Caller caller, int32_t number) -> Result<int32_t> {
        say("C++", caller ? caller->get() : nullptr);
        if (number == 0 && caller && caller->get() == a)
          (void)sinter::Instance(store.get(), b).call("ask");
        say("still", caller ? caller->get() : nullptr);
        return number;
      }));
  sinter_extern_t wide = store.func(std::function(
      [](Caller caller, int, int, int, int, int, int) -> Result<void> { // Too many for registers.
        say("many", caller ? caller->get() : nullptr);
        return {};
      }));
  sinter_extern_t imports[] = {item(told), item(toldDirect), item(untold), asks, wide, table};
  sinter::Instance first = unwrap(store.instantiate(module, imports));
  a = first.get();
  // What the first hands on is told of the second.
  imports[0] = exported(a, "callback");
  sinter::Instance second = unwrap(store.instantiate(module, imports));
  b = second.get();
  for (const char *name : {"run", "ask", "put", "through"}) {
    call((std::string(name) + " of A").c_str(), store.get(), exported(a, name).of.func);
    call((std::string(name) + " of B").c_str(), store.get(), exported(b, name).of.func);
  }
  call("by the host", store.get(), told);
  call("an export", store.get(), exported(a, "callback").of.func);
  sinter_val_t value = {SINTER_FUNCREF, {}};
  for (uint64_t i = 0; i != 2; ++i) {
    value.of.funcref = i ? toldDirect : told;
    check(sinter_table_set(table.of.table, i, &value));
  }
  call("the host's references", store.get(), exported(a, "through").of.func);
  // They are the same function all the while.
  sinter_func_t *as = exported(a, "callback").of.func, *bs = exported(b, "callback").of.func;
  printf("same: %d %d %d\n", sinter_func_same(as, told) && sinter_func_same(as, bs),
         sinter_func_hash(as) == sinter_func_hash(told) &&
             sinter_func_hash(bs) == sinter_func_hash(as),
         sinter_func_instance(as) == nullptr);

  // Errors name the instance if it can be but one.
  Result<void> failed = first.call("trap");
  printf("of two: %d\n", failed.error().frameInstance(0) == nullptr);
  sinter::Store other;
  sinter::Module small = unwrap(sinter::Module::open(arguments[2]));
  sinter::Instance only = unwrap(other.instantiate(small));
  Result<void> trapped = only.call("trap");
  printf("of one: %d %d\n", trapped.error().frameInstance(0) == only.get(),
         trapped.error().frameInstance(1) == nullptr);
  sinter::Module starts = unwrap(sinter::Module::open(arguments[3]));
  Result<sinter::Instance> none = other.instantiate(starts);
  printf("of none: %d %d\n", none.error().frames().size() == 1,
         none.error().frameInstance(0) == nullptr);
}
