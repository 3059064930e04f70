//===-- SignalsTest.cpp - libsinter's signal handler beside a host's --------===//
//
// Faults of wasm code become traps, and those of the host arrive where it wants them, whoever came
// first, also on a thread with a small alternate stack of its own. Each test runs in a child, so
// that the handlers are as it says.
//
//===----------------------------------------------------------------------===//
#include "HandMade.h"
#include "HostFixture.h"

#include <gtest/gtest.h>

#include <csetjmp>
#include <csignal>
#include <cstdlib>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

sigjmp_buf escape;
int seen;
void hostHandler(int signal) {
  seen = signal;
  siglongjmp(escape, 1);
}

// In a child, so that this handler is there before ours.
[[noreturn]] void faultUnderOwnHandler() {
  struct sigaction action = {};
  action.sa_handler = hostHandler;
  sigaction(SIGSEGV, &action, nullptr);
  sinter_module_t *module = nullptr;
  Failure failure(sinter_module_from_descriptor(&handMade, &module));
  if (!sigsetjmp(escape, 1))
    *reinterpret_cast<volatile int *>(16) = 0;
  exit(seen == SIGSEGV && !failure.failed ? 3 : 4);
}

/// A host's handler that came after libsinter's, and hands on what is not the host's.
struct sigaction before;
const void *faultAddress;
volatile uint8_t *hostPage;

void laterHandler(int signal, siginfo_t *info, void *context) {
  if (info->si_addr != hostPage) {
    before.sa_sigaction(signal, info, context);
    return;
  }
  faultAddress = info->si_addr;
  siglongjmp(escape, 1);
}

void addressHandler(int, siginfo_t *info, void *) {
  faultAddress = info->si_addr;
  siglongjmp(escape, 1);
}

void install(void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action = {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigaction(SIGSEGV, &action, &before);
}

bool hostFaultArrives() {
  faultAddress = nullptr;
  if (!sigsetjmp(escape, 1))
    *hostPage = 1;
  return faultAddress == hostPage;
}

/// Calls that trap by a guard page, on this thread, between faults of the host's own.
bool bothArrive() {
  sinter_module_t *module = nullptr;
  sinter_instance_t *instance = nullptr;
  sinter_store_t *store = sinter_store_new(nullptr);
  sinter_extern_t step = {SINTER_EXTERN_FUNC, {}}, load = {};
  step.of.func = sinter_func_new(
      store, &stepType,
      [](void *, sinter_store_t *, const sinter_val_t *, sinter_val_t *) -> sinter_error_t * {
        return nullptr;
      },
      nullptr, nullptr);
  bool good = !Failure(sinter_module_from_descriptor(&handMade, &module)).failed &&
              !Failure(sinter_instance_new(store, module, &step, 1, &instance)).failed &&
              sinter_instance_export(instance, "load", 4, &load);
  for (int round = 0; good && round != 3; ++round) {
    sinter_val_t address = i32(65536), value;
    good = Failure(sinter_func_call(store, load.of.func, &address, 1, &value, 1)).code ==
               SINTER_TRAP_OutOfBoundsMemory &&
           hostFaultArrives();
  }
  sinter_store_delete(store);
  sinter_module_delete(module);
  return good;
}

/// The same on a thread whose alternate stack is the host's, and no larger than a signal needs.
bool bothArriveOnASmallStack() {
  bool good = false;
  std::thread([&] {
    std::vector<char> memory(size_t(sysconf(_SC_MINSIGSTKSZ)) + 4096);
    stack_t stack = {};
    stack.ss_sp = memory.data();
    stack.ss_size = memory.size();
    sigaltstack(&stack, nullptr);
    good = bothArrive();
    stack_t now = {};
    sigaltstack(nullptr, &now);
    good &= now.ss_sp == memory.data();
    stack.ss_flags = SS_DISABLE;
    sigaltstack(&stack, nullptr);
  }).join();
  return good;
}

[[noreturn]] void faultUnder(bool isHandlerLater) {
  hostPage =
      static_cast<uint8_t *>(mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  sinter_module_t *module = nullptr;
  if (!isHandlerLater)
    install(addressHandler);
  Failure failure(sinter_module_from_descriptor(&handMade, &module)); // Installs libsinter's.
  if (isHandlerLater)
    install(laterHandler);
  exit(!failure.failed && bothArrive() && bothArriveOnASmallStack() ? 3 : 4);
}

TEST(Signals, AHandlerThatWasThereGetsAddresses) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(faultUnder(false), testing::ExitedWithCode(3), "");
}

TEST(Signals, AHandlerThatComesLaterHandsOn) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(faultUnder(true), testing::ExitedWithCode(3), "");
}

TEST(Signals, FaultsOfTheHostGoToItsOwnHandler) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(faultUnderOwnHandler(), testing::ExitedWithCode(3), "");
}

} // namespace
