//===-- Thread.cpp - What libsinter knows of the calling thread -------------===//
//
// Where the thread's stack ends, so that wasm code traps before it gets there, and an
// alternate stack for the signal handler, which would otherwise have none when a
// guard page of the stack is hit. Both are found at a thread's first call.
//
//===----------------------------------------------------------------------===//

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "Host.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>

__thread sinter::host::Thread sinterThread;

namespace sinter::host {

static constexpr size_t SignalStackSize = 64 * 1024;

static pthread_key_t stackKey;
static pthread_once_t keyOnce = PTHREAD_ONCE_INIT;

static void freeSignalStack(void *stack) {
  stack_t off = {};
  off.ss_flags = SS_DISABLE;
  sigaltstack(&off, nullptr);
  munmap(stack, SignalStackSize);
}

static void makeKey() { pthread_key_create(&stackKey, freeSignalStack); }

static void findStack(Thread &thread) {
  // Unknown bounds are an empty range that is not null.
  thread.stackLow = thread.stackHigh = 1;
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0)
    return;
  void *low = nullptr;
  size_t size = 0;
  if (pthread_attr_getstack(&attributes, &low, &size) == 0 && low) {
    thread.stackLow = reinterpret_cast<uint64_t>(low);
    thread.stackHigh = thread.stackLow + size;
  }
  pthread_attr_destroy(&attributes);
}

static void makeSignalStack(Thread &thread) {
  stack_t current = {};
  if (sigaltstack(nullptr, &current) == 0 && !(current.ss_flags & SS_DISABLE)) {
    thread.hasSignalStack = true; // The host's own.
    return;
  }
  pthread_once(&keyOnce, makeKey);
  void *stack =
      mmap(nullptr, SignalStackSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED)
    return;
  stack_t mine = {};
  mine.ss_sp = stack;
  mine.ss_size = SignalStackSize;
  if (sigaltstack(&mine, nullptr) != 0) {
    munmap(stack, SignalStackSize);
    return;
  }
  pthread_setspecific(stackKey, stack);
  thread.hasSignalStack = true;
}

void prepare(Thread &thread) {
  if (!thread.stackLow)
    findStack(thread);
  if (!thread.hasSignalStack && handlerInstalled())
    makeSignalStack(thread);
  uint64_t low = thread.stackLow + SINTER_STACK_RESERVE;
  bool isLarge = thread.stackHigh > low && thread.stackHigh - low > DefaultStack;
  thread.plainLimit = isLarge ? thread.stackHigh - DefaultStack : low;
}

} // namespace sinter::host
