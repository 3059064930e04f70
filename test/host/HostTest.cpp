//===-- HostTest.cpp - libsinter against hand-written modules ---------------===//

#include "HandMade.h"
#include "HostFixture.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <ucontext.h>
#include <unistd.h>
#include <vector>

namespace {

const sinter_functype_t takesOne = {stepKinds, 1, nullptr, 0};

/// A store with an instance of handMade whose "step" import is a host function of the test's.
class Host : public testing::Test {
protected:
  explicit Host(sinter_config_t *config = nullptr) : store(sinter_store_new(config)) {
    sinter_config_delete(config);
    EXPECT_FALSE(Failure(sinter_module_from_descriptor(&handMade, &module)).failed);
    sinter_extern_t import = {SINTER_EXTERN_FUNC, {}};
    import.of.func = sinter_func_new(store, &stepType, callStep, this, nullptr);
    Failure failure(sinter_instance_new(store, module, &import, 1, &instance));
    EXPECT_FALSE(failure.failed) << failure.message;
  }
  ~Host() override {
    sinter_module_delete(module);
    sinter_store_delete(store);
  }

  static sinter_error_t *callStep(void *data, sinter_store_t *, const sinter_val_t *arguments,
                                  sinter_val_t *results) {
    return static_cast<Host *>(data)->step(arguments, results);
  }
  virtual sinter_error_t *step(const sinter_val_t *arguments, sinter_val_t *results) {
    results[0].of.i32 = 2 * arguments[0].of.i32;
    return nullptr;
  }

  sinter_extern_t get(const char *name) {
    sinter_extern_t item = {};
    EXPECT_TRUE(sinter_instance_export(instance, name, strlen(name), &item)) << name;
    return item;
  }
  Failure call(const char *name, std::vector<sinter_val_t> arguments, int32_t *result = nullptr) {
    sinter_val_t value = {};
    Failure failure(
        sinter_func_call(store, get(name).of.func, arguments.data(), arguments.size(), &value, 1));
    if (result)
      *result = value.of.i32;
    return failure;
  }

  sinter_store_t *store;
  sinter_module_t *module = nullptr;
  sinter_instance_t *instance = nullptr;
};

TEST_F(Host, CallsAnExport) {
  int32_t sum = 0;
  EXPECT_FALSE(call("add", {i32(40), i32(2)}, &sum).failed);
  EXPECT_EQ(sum, 42);
}

TEST_F(Host, ChecksArgumentsBeforeACall) {
  Failure few = call("add", {i32(1)});
  EXPECT_EQ(few.kind, SINTER_ERROR_USE);
  EXPECT_EQ(few.message, "the function takes 2 arguments and gives 1 results, not 1 and 1");
  sinter_val_t wrong = i32(1);
  wrong.kind = SINTER_F32;
  EXPECT_EQ(call("add", {wrong, i32(1)}).message,
            "type mismatch in an argument: expected i32, got f32");
}

TEST_F(Host, ChecksWhatATypedReferenceIsTo) {
  sinter_val_t function = {};
  function.kind = SINTER_FUNCREF;
  EXPECT_EQ(call("takes", {function}).message,
            "type mismatch in an argument: a null reference where none may be");
  function.of.funcref = get("add").of.func;
  EXPECT_EQ(call("takes", {function}).message,
            "type mismatch in an argument: a function of another type");
  function.of.funcref = get("load").of.func;
  int32_t loaded = 0;
  EXPECT_FALSE(call("takes", {function}, &loaded).failed);
  EXPECT_EQ(loaded, 0x12345678);
}

TEST_F(Host, ChecksThatOnlyNullIsWhereNothingElseMayBe) {
  sinter_val_t reference = {};
  reference.kind = SINTER_EXTERNREF;
  EXPECT_FALSE(call("takesNull", {reference}).failed);
  reference.of.externref = &reference;
  EXPECT_EQ(call("takesNull", {reference}).message,
            "type mismatch in an argument: a reference where only null may be");
}

TEST_F(Host, MemoriesMayHave64BitAddresses) {
  sinter_memory_t *memory = nullptr;
  EXPECT_FALSE(Failure(sinter_memory_new(store, {1, 100'000, true}, &memory)).failed);
  EXPECT_TRUE(Failure(sinter_memory_grow(memory, 100'000, nullptr)).failed);
  EXPECT_FALSE(Failure(sinter_memory_grow(memory, 2, nullptr)).failed);
  sinter_memory_data(memory)[3 * 65536 - 1] = 1;
  Failure large(sinter_memory_new(store, {UINT64_C(1) << 48, SINTER_NO_MAXIMUM, true}, &memory));
  EXPECT_EQ(large.kind, SINTER_ERROR_RESOURCE);
}

TEST_F(Host, PassesWhatFindsNoRegisterThroughTheArea) {
  std::vector<sinter_val_t> arguments(17);
  for (size_t i = 0; i != 17; ++i) {
    arguments[i].kind = i < 7 ? SINTER_I64 : i < 16 ? SINTER_F64 : SINTER_F32;
    if (i < 7)
      arguments[i].of.i64 = int64_t(i) - 100;
    else if (i < 16)
      arguments[i].of.f64 = double(i) / 4;
  }
  arguments[16].of.f32 = 2.5f;
  sinter_val_t results[3];
  Failure failure(sinter_func_call(store, get("many").of.func, arguments.data(), 17, results, 3));
  EXPECT_FALSE(failure.failed) << failure.message;
  EXPECT_EQ(results[0].kind, SINTER_F32);
  EXPECT_EQ(results[0].of.f32, 2.5f);
  EXPECT_EQ(results[1].of.i64, -94);
  EXPECT_EQ(results[2].of.f64, 15.0 / 4);
}

TEST_F(Host, HandsTrapsToTheHost) {
  Failure failure = call("trap", {i32(SINTER_TRAP_IntegerDivideByZero)});
  EXPECT_EQ(failure.kind, SINTER_ERROR_TRAP);
  EXPECT_EQ(failure.code, SINTER_TRAP_IntegerDivideByZero);
  EXPECT_EQ(failure.message, "integer divide by zero");
  int32_t sum = 0;
  EXPECT_FALSE(call("add", {i32(1), i32(1)}, &sum).failed) << "the instance lives on";
}

TEST_F(Host, KnowsAFunctionByWhateverPointer) {
  // The import of an instance is a pointer of its own to the host's function.
  sinter_extern_t step = {SINTER_EXTERN_FUNC, {}};
  step.of.func = sinter_func_new(store, &stepType, callStep, this, nullptr);
  sinter_instance_t *other = nullptr;
  ASSERT_FALSE(Failure(sinter_instance_new(store, module, &step, 1, &other)).failed);
  sinter_extern_t again = {};
  ASSERT_TRUE(sinter_instance_export(other, "imported", 8, &again));
  EXPECT_NE(again.of.func, step.of.func);
  EXPECT_TRUE(sinter_func_same(again.of.func, step.of.func));
  EXPECT_EQ(sinter_func_hash(again.of.func), sinter_func_hash(step.of.func));
  EXPECT_FALSE(sinter_func_same(get("imported").of.func, step.of.func));
  EXPECT_FALSE(sinter_func_instance(again.of.func));
  EXPECT_EQ(sinter_func_instance(get("add").of.func), instance);
}

TEST_F(Host, TurnsAGuardPageFaultIntoATrap) {
  int32_t value = 0;
  EXPECT_FALSE(call("load", {i32(65532)}, &value).failed);
  EXPECT_EQ(value, 0x12345678);
  for (int round = 0; round != 3; ++round) // The signal must not stay blocked.
    for (uint32_t address : {65533u, 65536u, 0x7fffffffu, 0xffffffffu})
      EXPECT_EQ(call("load", {i32(int32_t(address))}).code, SINTER_TRAP_OutOfBoundsMemory);
}

TEST_F(Host, GrownMemoryIsAccessible) {
  sinter_memory_t *memory = get("memory").of.memory;
  uint64_t old = 0;
  EXPECT_FALSE(Failure(sinter_memory_grow(memory, 2, &old)).failed);
  EXPECT_EQ(old, 1u);
  EXPECT_EQ(sinter_memory_size_bytes(memory), 3u * 65536);
  sinter_memory_data(memory)[3 * 65536 - 4] = 9;
  int32_t value = 0;
  EXPECT_FALSE(call("load", {i32(3 * 65536 - 4)}, &value).failed);
  EXPECT_EQ(value, 9);
  EXPECT_EQ(Failure(sinter_memory_grow(memory, 1, nullptr)).message,
            "a memory of 3 pages cannot grow by 1: its maximum is 3");
}

TEST_F(Host, StackExhaustionIsATrap) {
  EXPECT_EQ(call("recurse", {i32(0)}).code, SINTER_TRAP_StackExhausted);
  EXPECT_EQ(call("bigframe", {i32(0)}).code, SINTER_TRAP_StackExhausted);
  std::thread([&] {
    EXPECT_EQ(call("recurse", {i32(0)}).code, SINTER_TRAP_StackExhausted);
    EXPECT_EQ(call("bigframe", {i32(0)}).code, SINTER_TRAP_StackExhausted);
    EXPECT_EQ(call("load", {i32(-1)}).code, SINTER_TRAP_OutOfBoundsMemory);
  }).join();
}

/// Calls from a stack that is not the thread's own.
struct Fiber {
  ucontext_t here, there;
  std::function<void()> body;
  static Fiber *current;
  static void start() { current->body(); }

  void run() {
    std::vector<char> stack(512 * 1024);
    getcontext(&there);
    there.uc_stack.ss_sp = stack.data();
    there.uc_stack.ss_size = stack.size();
    there.uc_link = &here;
    current = this;
    makecontext(&there, start, 0);
    swapcontext(&here, &there);
  }
};
Fiber *Fiber::current;

TEST_F(Host, AFiberNeedsAStackSize) {
  Fiber fiber;
  fiber.body = [&] {
    EXPECT_EQ(call("add", {i32(1), i32(2)}).message,
              "the call comes from a stack that is not its thread's own; set the store's stack "
              "size");
  };
  fiber.run();
}

TEST_F(Host, TheStackSizeChangesBetweenCalls) {
  Fiber fiber;
  fiber.body = [&] {
    EXPECT_FALSE(Failure(sinter_store_set_stack_size(store, 64 * 1024)).failed);
    EXPECT_FALSE(call("add", {i32(1), i32(2)}).failed);
    EXPECT_FALSE(Failure(sinter_store_set_stack_size(store, 0)).failed);
    EXPECT_EQ(call("add", {i32(1), i32(2)}).kind, SINTER_ERROR_USE);
  };
  fiber.run();
}

sinter_config_t *smallStack() {
  sinter_config_t *config = sinter_config_new();
  sinter_config_set_stack_size(config, 128 * 1024);
  return config;
}

class SmallStack : public Host {
protected:
  SmallStack() : Host(smallStack()) {}
};

TEST_F(SmallStack, HoldsOnAFiber) {
  Fiber fiber;
  fiber.body = [&] {
    int32_t sum = 0;
    EXPECT_FALSE(call("add", {i32(1), i32(2)}, &sum).failed);
    EXPECT_EQ(sum, 3);
    EXPECT_EQ(call("load", {i32(-1)}).code, SINTER_TRAP_OutOfBoundsMemory);
    EXPECT_EQ(call("recurse", {i32(0)}).code, SINTER_TRAP_StackExhausted);
  };
  fiber.run();
  EXPECT_EQ(call("recurse", {i32(0)}).code, SINTER_TRAP_StackExhausted);
}

TEST_F(Host, ReadsAndWritesGlobalsAndTables) {
  sinter_global_t *counter = get("counter").of.global;
  EXPECT_EQ(get("counter").of.global, counter) << "one object per global";
  sinter_val_t value;
  sinter_global_get(counter, &value);
  EXPECT_EQ(value.of.i32, 7);
  value.of.i32 = -1;
  EXPECT_FALSE(Failure(sinter_global_set(counter, &value)).failed);
  sinter_global_get(counter, &value);
  EXPECT_EQ(value.of.i32, -1);

  sinter_table_t *table = get("table").of.table;
  EXPECT_FALSE(Failure(sinter_table_get(table, 0, &value)).failed);
  sinter_val_t arguments[] = {i32(3), i32(4)}, sum;
  EXPECT_FALSE(Failure(sinter_func_call(store, value.of.funcref, arguments, 2, &sum, 1)).failed);
  EXPECT_EQ(sum.of.i32, 7);
  EXPECT_EQ(Failure(sinter_table_get(table, 2, &value)).message,
            "element 2 is outside a table of 2 elements");
  EXPECT_FALSE(Failure(sinter_table_grow(table, 2, &value, nullptr)).failed);
  EXPECT_FALSE(Failure(sinter_table_get(table, 3, &value)).failed);
  EXPECT_NE(value.of.funcref, nullptr);
  EXPECT_TRUE(Failure(sinter_table_grow(table, 1, nullptr, nullptr)).failed);
}

/// A host function that fails, or calls in again.
class Nested : public Host {
protected:
  sinter_error_t *step(const sinter_val_t *arguments, sinter_val_t *results) override {
    int32_t depth = arguments[0].of.i32;
    if (depth == 0)
      return sinter_error_new(SINTER_ERROR_HOST, 99, "the host has had enough");
    if (depth > 100) // Traps below, and goes on.
      results[0].of.i32 = call("trap", {i32(depth - 100)}).code;
    else {
      sinter_val_t argument = i32(depth - 1);
      return sinter_func_call(store, get("step").of.func, &argument, 1, results, 1);
    }
    return nullptr;
  }
};

TEST_F(Nested, HostErrorsPassThroughEveryLevel) {
  Failure failure = call("step", {i32(20)});
  EXPECT_EQ(failure.kind, SINTER_ERROR_HOST);
  EXPECT_EQ(failure.code, 99);
  EXPECT_EQ(failure.message, "the host has had enough");
}

TEST_F(Nested, AnInnerTrapStopsAtTheHostFunction) {
  int32_t code = 0;
  EXPECT_FALSE(call("step", {i32(100 + SINTER_TRAP_Unreachable)}, &code).failed);
  EXPECT_EQ(code, SINTER_TRAP_Unreachable + 1); // "step" adds one.
}

/// A host function that changes the stack below itself.
class Changing : public Host {
protected:
  sinter_error_t *step(const sinter_val_t *, sinter_val_t *) override {
    return sinter_store_set_stack_size(store, 64 * 1024);
  }
};

TEST_F(Changing, TheStackSizeStaysWhileACallRuns) {
  Failure failure = call("step", {i32(0)});
  EXPECT_EQ(failure.kind, SINTER_ERROR_USE);
  EXPECT_EQ(failure.message, "the stack size cannot be changed while a call into the store runs");
}

// As often as ThreadSanitizer's stack of functions is deep.
TEST_F(Nested, EndsLeaveNothingBehind) {
  for (int i = 0; i != 70'000; ++i) {
    ASSERT_EQ(call("step", {i32(0)}).code, 99);
    ASSERT_EQ(call("trap", {i32(SINTER_TRAP_Unreachable)}).code, SINTER_TRAP_Unreachable);
  }
}

TEST_F(Host, RefusesImportsThatDoNotMatch) {
  sinter_instance_t *other = nullptr;
  EXPECT_EQ(Failure(sinter_instance_new(store, module, nullptr, 0, &other)).message,
            "the module has 1 imports, 0 were given");
  sinter_extern_t import = {SINTER_EXTERN_NONE, {}};
  EXPECT_EQ(Failure(sinter_instance_new(store, module, &import, 1, &other)).message,
            "unknown import: \"host\" \"step\"");
  import = get("memory");
  EXPECT_EQ(Failure(sinter_instance_new(store, module, &import, 1, &other)).message,
            "incompatible import type: \"host\" \"step\": another kind of entity");
  import = get("add");
  EXPECT_EQ(Failure(sinter_instance_new(store, module, &import, 1, &other)).message,
            "incompatible import type: \"host\" \"step\": another function type");
  sinter_store_t *second = sinter_store_new(nullptr);
  import = get("step");
  EXPECT_EQ(Failure(sinter_instance_new(second, module, &import, 1, &other)).message,
            "import \"host\" \"step\" belongs to another store");
  sinter_store_delete(second);
  import = get("step");
  EXPECT_FALSE(Failure(sinter_instance_new(store, module, &import, 1, &other)).failed);
}

TEST_F(Host, LimitsMatchTheCurrentSize) {
  sinter_module_t *needsTable = nullptr;
  ASSERT_FALSE(Failure(sinter_module_from_descriptor(&failing, &needsTable)).failed);
  sinter_instance_t *other = nullptr;
  auto attempt = [&](sinter_limits_t limits, uint64_t grow, sinter_valkind_t kind) {
    sinter_table_t *table = nullptr;
    EXPECT_FALSE(Failure(sinter_table_new(store, kind, limits, nullptr, &table)).failed);
    EXPECT_FALSE(Failure(sinter_table_grow(table, grow, nullptr, nullptr)).failed);
    sinter_extern_t import = {SINTER_EXTERN_TABLE, {}};
    import.of.table = table;
    return Failure(sinter_instance_new(store, needsTable, &import, 1, &other)).kind;
  };
  EXPECT_EQ(attempt({1, 10, false, false}, 0, SINTER_FUNCREF), SINTER_ERROR_LINK);
  EXPECT_EQ(attempt({1, 10, false, false}, 1, SINTER_FUNCREF),
            SINTER_ERROR_TRAP); // Links; its start traps.
  EXPECT_EQ(attempt({2, 11, false, false}, 0, SINTER_FUNCREF), SINTER_ERROR_LINK);
  EXPECT_EQ(attempt({2, SINTER_NO_MAXIMUM, false, false}, 0, SINTER_FUNCREF), SINTER_ERROR_LINK);
  EXPECT_EQ(attempt({2, 10, false, false}, 0, SINTER_EXTERNREF), SINTER_ERROR_LINK);
  sinter_module_delete(needsTable);
}

TEST_F(Host, AnInstanceWhoseStartTrappedLivesOnInTables) {
  sinter_module_t *traps = nullptr;
  ASSERT_FALSE(Failure(sinter_module_from_descriptor(&failing, &traps)).failed);
  sinter_linker_t *linker = sinter_linker_new(store);
  sinter_table_t *table = nullptr;
  EXPECT_FALSE(
      Failure(sinter_table_new(store, SINTER_FUNCREF, {2, 10, false, false}, nullptr, &table))
          .failed);
  sinter_extern_t item = {SINTER_EXTERN_TABLE, {}};
  item.of.table = table;
  ASSERT_TRUE(sinter_linker_define(linker, "host", 4, "table", 5, item));
  sinter_instance_t *other = nullptr;
  EXPECT_EQ(Failure(sinter_linker_instantiate(linker, traps, &other)).code,
            SINTER_TRAP_OutOfBoundsTable);
  EXPECT_EQ(other, nullptr);
  sinter_linker_delete(linker);
  sinter_module_delete(traps);
  sinter_val_t function;
  EXPECT_FALSE(Failure(sinter_table_get(table, 1, &function)).failed);
  sinter_val_t arguments[] = {i32(3), i32(4)}, sum;
  EXPECT_FALSE(Failure(sinter_func_call(store, function.of.funcref, arguments, 2, &sum, 1)).failed);
  EXPECT_EQ(sum.of.i32, 7);
}

// In a child, since the limit cannot be taken back.
[[noreturn]] void makeMemoryUnderALimit() {
  rlimit limit = {UINT64_C(4) << 30, UINT64_C(4) << 30};
  setrlimit(RLIMIT_AS, &limit);
  sinter_store_t *store = sinter_store_new(nullptr);
  sinter_memory_t *memory = nullptr;
  Failure failure(sinter_memory_new(store, {1, 2, false, false}, &memory));
  fputs(failure.message.c_str(), stderr);
  exit(failure.kind == SINTER_ERROR_RESOURCE ? 3 : 4);
}

TEST(Memory, RefusedReservationIsASentence) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "a sanitizer needs more addresses than that itself";
#endif
  EXPECT_EXIT(makeMemoryUnderALimit(), testing::ExitedWithCode(3),
              "the system refuses 8 GiB of addresses");
}

TEST(Memory, StoreLimitsHold) {
  sinter_config_t *config = sinter_config_new();
  sinter_config_set_memory_limit(config, 2 * 65536);
  sinter_config_set_guarded_memories(config, false);
  sinter_store_t *store = sinter_store_new(config);
  sinter_config_delete(config);
  sinter_memory_t *memory = nullptr;
  sinter_table_t *table = nullptr;
  EXPECT_EQ(Failure(sinter_memory_new(store, {1, 0, false, false}, &memory)).kind,
            SINTER_ERROR_USE);
  EXPECT_EQ(
      Failure(sinter_table_new(store, SINTER_FUNCREF, {2, 1, false, false}, nullptr, &table)).kind,
      SINTER_ERROR_USE);
  EXPECT_TRUE(Failure(sinter_memory_new(store, {3, 10, false, false}, &memory)).failed);
  EXPECT_FALSE(Failure(sinter_memory_new(store, {0, 10, false, false}, &memory)).failed);
  EXPECT_EQ(sinter_memory_maximum(memory), 10u);
  EXPECT_FALSE(Failure(sinter_memory_grow(memory, 1, nullptr)).failed);
  sinter_memory_data(memory)[65535] = 5;
  EXPECT_FALSE(Failure(sinter_memory_grow(memory, 1, nullptr)).failed);
  EXPECT_EQ(sinter_memory_data(memory)[65535], 5);
  EXPECT_TRUE(Failure(sinter_memory_grow(memory, 1, nullptr)).failed);
  sinter_store_delete(store);
}

TEST(Memory, StoreLimitsChange) {
  sinter_store_t *store = sinter_store_new(nullptr);
  sinter_store_set_memory_limit(store, 65536);
  sinter_store_set_table_limit(store, 1);
  sinter_memory_t *memory = nullptr;
  sinter_table_t *table = nullptr;
  EXPECT_EQ(Failure(sinter_memory_new(store, {2, 3, false, false}, &memory)).message,
            "a memory of 2 pages is larger than the store allows");
  EXPECT_EQ(Failure(sinter_table_new(store, SINTER_FUNCREF, {2, 3, false, false}, nullptr, &table))
                .message,
            "a table of 2 elements is larger than the store allows");
  sinter_store_set_memory_limit(store, UINT64_MAX);
  sinter_store_set_table_limit(store, 2);
  EXPECT_FALSE(Failure(sinter_memory_new(store, {2, 3, false, false}, &memory)).failed);
  EXPECT_FALSE(
      Failure(sinter_table_new(store, SINTER_FUNCREF, {2, 3, false, false}, nullptr, &table))
          .failed);
  sinter_store_delete(store);
}

TEST_F(Host, AnInstanceHasLimitsOfItsOwn) {
  sinter_memory_t *memory = get("memory").of.memory; // 1 to 3 pages
  sinter_table_t *table = get("table").of.table;     // 2 to 4 elements
  EXPECT_FALSE(Failure(sinter_instance_set_memory_limit(instance, 2 * 65536 + 1)).failed);
  EXPECT_FALSE(Failure(sinter_instance_set_table_limit(instance, 3)).failed);
  EXPECT_EQ(Failure(sinter_memory_grow(memory, 2, nullptr)).message,
            "a memory of 1 pages cannot grow by 2: its maximum is 2");
  EXPECT_FALSE(Failure(sinter_memory_grow(memory, 1, nullptr)).failed);
  EXPECT_EQ(Failure(sinter_table_grow(table, 2, nullptr, nullptr)).message,
            "a table of 2 elements cannot grow by 2: its maximum is 3");
  // What is there stays, above a limit that comes later, too.
  EXPECT_FALSE(Failure(sinter_instance_set_memory_limit(instance, 0)).failed);
  EXPECT_FALSE(Failure(sinter_instance_set_table_limit(instance, 0)).failed);
  EXPECT_EQ(sinter_memory_size(memory), 2u);
  EXPECT_TRUE(Failure(sinter_memory_grow(memory, 1, nullptr)).failed);
  EXPECT_TRUE(Failure(sinter_table_grow(table, 1, nullptr, nullptr)).failed);
  // A reset keeps the limit, not what was there.
  EXPECT_FALSE(Failure(sinter_instance_reset(instance)).failed);
  EXPECT_EQ(Failure(sinter_memory_grow(memory, 1, nullptr)).message,
            "a memory of 1 pages cannot grow by 1: its maximum is 1");
  // No limit is above what the types say, and another instance has its own.
  EXPECT_FALSE(Failure(sinter_instance_set_memory_limit(instance, UINT64_MAX)).failed);
  EXPECT_FALSE(Failure(sinter_instance_set_table_limit(instance, UINT64_MAX)).failed);
  EXPECT_FALSE(Failure(sinter_memory_grow(memory, 2, nullptr)).failed);
  EXPECT_TRUE(Failure(sinter_memory_grow(memory, 1, nullptr)).failed);
  EXPECT_FALSE(Failure(sinter_table_grow(table, 2, nullptr, nullptr)).failed);
  EXPECT_TRUE(Failure(sinter_table_grow(table, 1, nullptr, nullptr)).failed);
}

TEST(Module, RefusesWhatIsNotOurs) {
  sinter_module_t *module = nullptr;
  Failure missing(sinter_module_open("no-such-file.so", &module));
  EXPECT_EQ(missing.kind, SINTER_ERROR_LOAD);
  EXPECT_EQ(missing.message.rfind("cannot open no-such-file.so", 0), 0u) << missing.message;
  EXPECT_NE(Failure(sinter_module_open(FOREIGN_SO, &module)).message.find("it has no symbol"),
            std::string::npos);
  std::string future = "was compiled for version " + std::to_string(SINTER_ABI_VERSION + 1);
  EXPECT_NE(Failure(sinter_module_open(FUTURE_SO, &module)).message.find(future),
            std::string::npos);
}

std::string contents(const char *path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Module, RefusesBytesThatAreNotOurs) {
  sinter_module_t *module = nullptr;
  std::string foreign = contents(FOREIGN_SO), future = contents(FUTURE_SO);
  auto load = [&](const std::string &bytes, size_t size) {
    return Failure(sinter_module_from_bytes(bytes.data(), size, &module)).message;
  };
  EXPECT_NE(load(foreign, foreign.size()).find("it has no symbol"), std::string::npos);
  EXPECT_NE(load(future, future.size()).find("was compiled for version"), std::string::npos);
  // Cut anywhere it is refused, by us or by what is missing then, and never a fault.
  for (size_t size = 0; size < future.size(); size += 61)
    EXPECT_NE(load(future, size), "") << size;
}

TEST(Threads, StoresAreIndependent) {
  auto work = [] {
    sinter_module_t *module = nullptr;
    EXPECT_FALSE(Failure(sinter_module_from_descriptor(&handMade, &module)).failed);
    for (int round = 0; round != 20; ++round) {
      sinter_store_t *store = sinter_store_new(nullptr);
      sinter_extern_t import = {SINTER_EXTERN_FUNC, {}};
      import.of.func = sinter_func_new(
          store, &stepType,
          [](void *, sinter_store_t *, const sinter_val_t *, sinter_val_t *) -> sinter_error_t * {
            return nullptr;
          },
          nullptr, nullptr);
      sinter_instance_t *instance = nullptr;
      EXPECT_FALSE(Failure(sinter_instance_new(store, module, &import, 1, &instance)).failed);
      sinter_extern_t load = {};
      EXPECT_TRUE(sinter_instance_export(instance, "load", 4, &load));
      for (int32_t address : {65532, 65536, 0, -1}) {
        sinter_val_t argument = i32(address), result;
        Failure failure(sinter_func_call(store, load.of.func, &argument, 1, &result, 1));
        EXPECT_EQ(failure.failed, uint32_t(address) > 65532u);
      }
      sinter_store_delete(store);
    }
    sinter_module_delete(module);
  };
  std::vector<std::thread> threads;
  for (int i = 0; i != 4; ++i)
    threads.emplace_back(work);
  for (std::thread &thread : threads)
    thread.join();
}

TEST(Threads, AStoreIsForOneAtATime) {
  sinter_module_t *module = nullptr;
  ASSERT_FALSE(Failure(sinter_module_from_descriptor(&handMade, &module)).failed);
  sinter_store_t *store = sinter_store_new(nullptr);
  sinter_extern_t import = {SINTER_EXTERN_FUNC, {}}, load = {};
  import.of.func = sinter_func_new(
      store, &stepType,
      [](void *data, sinter_store_t *store, const sinter_val_t *arguments,
         sinter_val_t *) -> sinter_error_t * {
        sinter_func_t *func = static_cast<sinter_extern_t *>(data)->of.func;
        std::thread([&] {
          sinter_val_t result;
          Failure failure(sinter_func_call(store, func, arguments, 1, &result, 1));
          EXPECT_EQ(failure.kind, SINTER_ERROR_USE);
          EXPECT_NE(failure.message.find("runs on another thread"), std::string::npos);
        }).join();
        return nullptr;
      },
      &load, nullptr);
  sinter_instance_t *instance = nullptr;
  ASSERT_FALSE(Failure(sinter_instance_new(store, module, &import, 1, &instance)).failed);
  ASSERT_TRUE(sinter_instance_export(instance, "load", 4, &load));
  sinter_val_t argument = i32(0), result;
  EXPECT_FALSE(Failure(sinter_func_call(store, import.of.func, &argument, 1, &result, 1)).failed);
  sinter_store_delete(store);
  sinter_module_delete(module);
}

TEST(Use, OfNothingIsAnError) {
  sinter_module_t *module = nullptr;
  sinter_instance_t *instance = nullptr;
  sinter_store_t *store = sinter_store_new(nullptr);
  EXPECT_EQ(Failure(sinter_module_open(nullptr, &module)).message, "no file was named to open");
  EXPECT_EQ(Failure(sinter_instance_new(store, nullptr, nullptr, 0, &instance)).kind,
            SINTER_ERROR_USE);
  EXPECT_EQ(Failure(sinter_instance_reset(nullptr)).kind, SINTER_ERROR_USE);
  EXPECT_EQ(Failure(sinter_instance_set_memory_limit(nullptr, 1)).message,
            "no instance was given to limit");
  EXPECT_EQ(Failure(sinter_instance_set_table_limit(nullptr, 1)).message,
            "no instance was given to limit");
  EXPECT_EQ(Failure(sinter_func_call(store, nullptr, nullptr, 0, nullptr, 0)).kind,
            SINTER_ERROR_USE);
  sinter_call_t call;
  EXPECT_EQ(Failure(sinter_call_prepare(store, nullptr, &stepType, &call)).kind, SINTER_ERROR_USE);
  EXPECT_FALSE(Failure(sinter_instance_delete(nullptr)).failed);
  sinter_store_delete(store);
  sinter_store_delete(nullptr);
}

std::string said(sinter_error_t *error) {
  Failure failure(error);
  EXPECT_TRUE(!failure.failed || failure.kind == SINTER_ERROR_USE) << failure.message;
  return failure.message;
}

TEST_F(Host, SaysWhatIsWrongWithMemoriesTablesAndGlobals) {
  sinter_memory_t *memory = nullptr;
  EXPECT_EQ(said(sinter_memory_new(store, {65537, SINTER_NO_MAXIMUM, false, false}, &memory)),
            "a memory has at most 65536 pages");
  EXPECT_EQ(said(sinter_memory_new(store, {2, 1, false, false}, &memory)),
            "a memory's maximum is below its minimum");
  sinter_table_t *table = get("table").of.table;
  sinter_table_t *none = nullptr;
  EXPECT_EQ(said(sinter_table_new(store, SINTER_I32, {1, 2, false, false}, nullptr, &none)),
            "a table holds references, not i32");
  EXPECT_EQ(said(sinter_table_new(store, SINTER_FUNCREF, {2, 1, false, false}, nullptr, &none)),
            "a table's maximum is below its minimum");
  sinter_val_t value = i32(1);
  EXPECT_EQ(said(sinter_table_set(table, 0, &value)),
            "type mismatch in a table's element: expected funcref, got i32");
  sinter_global_t *global = nullptr;
  EXPECT_EQ(said(sinter_global_new(store, false, &value, &global)), "");
  EXPECT_EQ(said(sinter_global_set(global, &value)), "the global is not mutable");
  value.kind = SINTER_F32;
  EXPECT_EQ(said(sinter_global_set(get("counter").of.global, &value)),
            "type mismatch in a global's value: expected i32, got f32");
}

TEST_F(Host, SaysWhatBelongsToAnotherStore) {
  sinter_store_t *other = sinter_store_new(nullptr);
  sinter_val_t value = {}, result;
  value.kind = SINTER_FUNCREF;
  value.of.funcref = get("add").of.func;
  EXPECT_EQ(said(sinter_func_call(other, value.of.funcref, nullptr, 0, &result, 1)),
            "the function belongs to another store");
  sinter_table_t *table = nullptr;
  EXPECT_EQ(said(sinter_table_new(other, SINTER_FUNCREF, {1, 2, false, false}, &value, &table)),
            "the function in a table's element belongs to another store");
  sinter_tag_t *tag = sinter_tag_new(other, &takesOne);
  sinter_exn_t *exn = nullptr;
  sinter_val_t carried[] = {i32(5), i32(6)};
  EXPECT_EQ(said(sinter_exn_new(store, tag, carried, 1, &exn)), "the tag belongs to another store");
  EXPECT_EQ(said(sinter_exn_new(other, tag, carried, 2, &exn)),
            "the tag's exceptions carry 1 values, not 2");
  EXPECT_EQ(said(sinter_exn_new(other, tag, carried, 1, &exn)), "");
  EXPECT_EQ(said(sinter_exn_values(exn, tag, carried, 2)), "the exception carries 1 values, not 2");
  EXPECT_EQ(said(sinter_exn_values(exn, tag, carried, 1)), "");
  EXPECT_EQ(carried[0].of.i32, 5);
  sinter_store_delete(other);
}

TEST_F(Host, SaysWhatWasNotGiven) {
  sinter_instance_t *none = nullptr;
  sinter_call_t call;
  int32_t status = 0;
  EXPECT_EQ(said(sinter_instance_new(nullptr, module, nullptr, 0, &none)),
            "no store or no module was given to make an instance of");
  EXPECT_EQ(said(sinter_instance_new_with_wasi(store, module, nullptr, 0, nullptr, &none)),
            "no WASI configuration was given");
  EXPECT_EQ(said(sinter_wasi_config_add_argument(nullptr, "a")),
            "no WASI configuration was given to add an argument to");
  EXPECT_EQ(said(sinter_instance_reset(nullptr)), "no instance was given to reset");
  EXPECT_EQ(said(sinter_instance_start(nullptr, &status)), "no instance was given to start");
  EXPECT_EQ(said(sinter_func_call(store, nullptr, nullptr, 0, nullptr, 0)),
            "no store or no function was given to call");
  sinter_func_t *many = get("many").of.func;
  sinter_functype_t type = sinter_func_type(many);
  EXPECT_EQ(said(sinter_call_prepare(store, many, &type, &call)),
            "a function of that type is called with values: it has more parameters or results than "
            "registers, vectors, or references other than externref");
}

TEST_F(Host, TellsAFunctionWhoCalls) {
  sinter_instance_t *caller = nullptr;
  sinter_extern_t import = {SINTER_EXTERN_FUNC, {}};
  import.of.func = sinter_func_new_with_caller(
      store, &stepType,
      [](void *data, sinter_store_t *, sinter_instance_t *caller, const sinter_val_t *,
         sinter_val_t *) -> sinter_error_t * {
        *static_cast<sinter_instance_t **>(data) = caller;
        return nullptr;
      },
      &caller, nullptr);
  sinter_func_t *told = import.of.func;
  auto callOf = [&](sinter_func_t *func) {
    sinter_val_t argument = i32(1), result;
    EXPECT_EQ(said(sinter_func_call(store, func, &argument, 1, &result, 1)), "");
    return caller;
  };
  auto exported = [](sinter_instance_t *instance, const char *name) {
    sinter_extern_t item = {};
    EXPECT_TRUE(sinter_instance_export(instance, name, strlen(name), &item));
    return item;
  };
  sinter_instance_t *one = nullptr, *two = nullptr;
  ASSERT_EQ(said(sinter_instance_new(store, module, &import, 1, &one)), "");
  import = exported(one, "imported"); // Handed on.
  ASSERT_EQ(said(sinter_instance_new(store, module, &import, 1, &two)), "");
  EXPECT_EQ(callOf(exported(one, "step").of.func), one);
  EXPECT_EQ(callOf(exported(two, "step").of.func), two);
  EXPECT_EQ(callOf(told), nullptr);
  EXPECT_TRUE(sinter_func_same(exported(two, "imported").of.func, told));
  EXPECT_EQ(sinter_func_hash(exported(two, "imported").of.func), sinter_func_hash(told));
  EXPECT_EQ(sinter_func_instance(exported(two, "imported").of.func), nullptr);
  EXPECT_EQ(said(sinter_instance_reset(two)), "");
  EXPECT_EQ(callOf(exported(two, "step").of.func), two);
}

TEST(Instance, WithASharedMemoryOfItsOwnIsNotReset) {
  sinter_module_t *module = nullptr;
  ASSERT_FALSE(Failure(sinter_module_from_descriptor(&owning, &module)).failed);
  sinter_store_t *store = sinter_store_new(nullptr);
  sinter_instance_t *instance = nullptr;
  ASSERT_FALSE(Failure(sinter_instance_new(store, module, nullptr, 0, &instance)).failed);
  sinter_memory_t *memory = sinter_instance_export_at(instance, 0).of.memory;
  sinter_memory_data(memory)[5] = 7;
  EXPECT_EQ(said(sinter_instance_reset(instance)),
            "an instance with a shared memory of its own cannot be reset, since other threads may "
            "be using that");
  EXPECT_EQ(sinter_memory_data(memory)[5], 7);
  sinter_store_delete(store);
  sinter_module_delete(module);
}

TEST(Instance, IsStartedByAFunctionOnly) {
  sinter_module_t *module = nullptr;
  ASSERT_FALSE(Failure(sinter_module_from_descriptor(&owning, &module)).failed);
  sinter_store_t *store = sinter_store_new(nullptr);
  sinter_instance_t *instance = nullptr;
  ASSERT_FALSE(Failure(sinter_instance_new(store, module, nullptr, 0, &instance)).failed);
  int32_t status = 77;
  EXPECT_EQ(said(sinter_instance_start(instance, &status)),
            "the export to start with is not a function");
  EXPECT_EQ(status, 0);
  sinter_store_delete(store);
  sinter_module_delete(module);
}

TEST(Wasi, OutputsAreStreams1And2) {
  sinter_wasi_config_t *config = sinter_wasi_config_new();
  auto write = [](void *, sinter_instance_t *, const void *, size_t size) { return int64_t(size); };
  EXPECT_EQ(said(sinter_wasi_config_set_output(config, 0, write, nullptr)),
            "stream 0 is the input");
  for (int stream : {1, 2})
    EXPECT_EQ(said(sinter_wasi_config_set_output(config, stream, write, nullptr)), "");
  EXPECT_EQ(said(sinter_wasi_config_set_output(config, 3, write, nullptr)),
            "stream 3 is none of 0, 1 and 2");
  sinter_wasi_config_delete(config);
}

TEST(Memory, SharedOnesHaveAMaximumAndDoNotMove) {
  sinter_config_t *config = sinter_config_new();
  sinter_config_set_guarded_memories(config, false);
  sinter_store_t *store = sinter_store_new(config);
  sinter_config_delete(config);
  sinter_memory_t *memory = nullptr;
  Failure endless(sinter_memory_new(store, {1, SINTER_NO_MAXIMUM, false, true}, &memory));
  EXPECT_EQ(endless.kind, SINTER_ERROR_USE);
  EXPECT_EQ(endless.message, "a shared memory needs a maximum");
  ASSERT_FALSE(Failure(sinter_memory_new(store, {0, 1000, false, true}, &memory)).failed);
  uint8_t *base = sinter_memory_data(memory);
  std::vector<std::thread> threads;
  for (int i = 0; i != 3; ++i)
    threads.emplace_back([=] {
      while (!Failure(sinter_memory_grow(memory, 1, nullptr)).failed)
        ;
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(sinter_memory_size(memory), 1000u);
  EXPECT_EQ(sinter_memory_data(memory), base);
  sinter_store_delete(store);
}

TEST(Memory, SharedOnesServeSeveralStores) {
  sinter_module_t *module = nullptr;
  ASSERT_FALSE(Failure(sinter_module_from_descriptor(&sharing, &module)).failed);
  sinter_store_t *home = sinter_store_new(nullptr);
  sinter_extern_t import = {SINTER_EXTERN_MEMORY, {}};
  sinter_instance_t *instance = nullptr;
  // What is not shared does not match.
  ASSERT_FALSE(Failure(sinter_memory_new(home, {1, 4, false, false}, &import.of.memory)).failed);
  Failure unshared(sinter_instance_new(home, module, &import, 1, &instance));
  EXPECT_EQ(unshared.kind, SINTER_ERROR_LINK);
  EXPECT_NE(unshared.message.find("the memory is not shared"), std::string::npos);
  ASSERT_FALSE(Failure(sinter_memory_new(home, {1, 4, false, true}, &import.of.memory)).failed);
  sinter_memory_data(import.of.memory)[70] = 9;
  auto work = [&] {
    sinter_store_t *store = sinter_store_new(nullptr);
    sinter_instance_t *mine = nullptr;
    ASSERT_FALSE(Failure(sinter_instance_new(store, module, &import, 1, &mine)).failed);
    sinter_extern_t memory, load;
    ASSERT_TRUE(sinter_instance_export(mine, "memory", 6, &memory));
    ASSERT_TRUE(sinter_instance_export(mine, "load", 4, &load));
    EXPECT_EQ(sinter_memory_data(memory.of.memory), sinter_memory_data(import.of.memory));
    sinter_val_t argument = i32(70), result;
    EXPECT_FALSE(Failure(sinter_func_call(store, load.of.func, &argument, 1, &result, 1)).failed);
    EXPECT_EQ(result.of.i32, 9);
    // The guard pages of a memory that another store made are known here.
    argument = i32(5 * 65536);
    EXPECT_EQ(Failure(sinter_func_call(store, load.of.func, &argument, 1, &result, 1)).code,
              SINTER_TRAP_OutOfBoundsMemory);
    sinter_store_delete(store);
  };
  std::thread first(work), second(work);
  first.join();
  second.join();
  EXPECT_EQ(sinter_memory_data(import.of.memory)[70], 9); // Still mapped.
  sinter_store_delete(home);
  sinter_module_delete(module);
}

} // namespace
