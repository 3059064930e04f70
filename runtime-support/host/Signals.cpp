//===-- Signals.cpp - Faults in compiled code become traps ------------------===//
//
// The handler asks, in this order: is wasm code running on this thread; was the
// interrupted instruction compiled code; does the fault's address lie in the
// reach of a guarded memory of the running store (out of bounds), in front of one
// (interrupted), or at the end of this thread's stack (exhaustion: a frame larger than the reserve
// that prologues keep). Anything else is the previous handler's business.
//
// It leaves by changing the interrupted context to resume in sinterHostLeave,
// so that the kernel restores the signal mask and the alternate stack by itself.
//
// Code ranges stand in a list that only ever grows at its head and whose nodes
// are reused, so that the handler can walk it without a lock.
//
//===----------------------------------------------------------------------===//

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "Backtrace.h"
#include "Host.h"

#include <pthread.h>
#include <signal.h>
#include <ucontext.h>

namespace sinter::host {

namespace {

struct CodeRange {
  CodeRange *next;
  const void *owner;
  uint64_t begin;
  uint64_t end;
};

CodeRange *ranges;
pthread_mutex_t rangesLock = PTHREAD_MUTEX_INITIALIZER;

pthread_mutex_t installLock = PTHREAD_MUTEX_INITIALIZER;
bool installed;
struct sigaction previousSegv;
struct sigaction previousBus;

bool isCode(uint64_t address) {
  for (CodeRange *range = __atomic_load_n(&ranges, __ATOMIC_ACQUIRE); range; range = range->next) {
    uint64_t begin = __atomic_load_n(&range->begin, __ATOMIC_RELAXED);
    uint64_t end = __atomic_load_n(&range->end, __ATOMIC_RELAXED);
    if (address - begin < end - begin)
      return true;
  }
  return false;
}

/// What the kernel and pthreads keep free of mappings below a stack, at most.
constexpr uint64_t StackGuard = UINT64_C(1) << 20;

/// Of a poll whose interrupt was taken back meanwhile: it is done again, until the page is open.
constexpr uint64_t Again = UINT64_MAX;

/// The trap that this fault is, Again, or 0.
uint64_t classify(uint64_t pc, uint64_t address) {
  // Only in compiled code it is known that the store is still there.
  if (!isCode(pc))
    return 0;
  Thread &self = thread();
  sinter_store_t *store = self.running;
  if (!store || !store->entry)
    return 0;
  if (const sinter_memory_t *memory = guardedMemoryAt(*store, address)) {
    if (address >= reinterpret_cast<uint64_t>(memory->record->base))
      return SINTER_TRAP_OutOfBoundsMemory;
    return isInterrupted(*store) ? uint64_t(SINTER_TRAP_Interrupted) : Again;
  }
  if (address >= self.stackLow - StackGuard && address < self.stackLow + SINTER_STACK_RESERVE)
    return SINTER_TRAP_StackExhausted;
  return 0;
}

void chain(int signal, siginfo_t *info, void *context) {
  const struct sigaction &previous = signal == SIGBUS ? previousBus : previousSegv;
  if (previous.sa_flags & SA_SIGINFO) {
    previous.sa_sigaction(signal, info, context);
    return;
  }
  if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(signal);
    return;
  }
  // The instruction faults again, and then the default action applies.
  struct sigaction standard = {};
  standard.sa_handler = SIG_DFL;
  sigaction(signal, &standard, nullptr);
}

#if defined(__x86_64__)
uint64_t programCounter(const ucontext_t &context) { return context.uc_mcontext.gregs[REG_RIP]; }
void resumeAtLeave(ucontext_t &context, Entry *entry) {
  context.uc_mcontext.gregs[REG_RIP] = greg_t(sinterHostLeave);
  context.uc_mcontext.gregs[REG_RDI] = greg_t(entry);
  context.uc_mcontext.gregs[REG_RSP] = greg_t(entry->stackPointer);
}
#elif defined(__aarch64__)
uint64_t programCounter(const ucontext_t &context) { return context.uc_mcontext.pc; }
void resumeAtLeave(ucontext_t &context, Entry *entry) {
  context.uc_mcontext.pc = reinterpret_cast<uint64_t>(sinterHostLeave);
  context.uc_mcontext.regs[0] = reinterpret_cast<uint64_t>(entry);
  context.uc_mcontext.sp = reinterpret_cast<uint64_t>(entry->stackPointer);
}
#elif defined(__riscv)
uint64_t programCounter(const ucontext_t &context) { return context.uc_mcontext.__gregs[REG_PC]; }
void resumeAtLeave(ucontext_t &context, Entry *entry) {
  context.uc_mcontext.__gregs[REG_PC] = reinterpret_cast<uint64_t>(sinterHostLeave);
  context.uc_mcontext.__gregs[REG_A0] = reinterpret_cast<uint64_t>(entry);
  context.uc_mcontext.__gregs[REG_SP] = reinterpret_cast<uint64_t>(entry->stackPointer);
}
#else
#error "libsinter has no view of this CPU's signal frame yet"
#endif

void onFault(int signal, siginfo_t *info, void *data) {
  auto &context = *static_cast<ucontext_t *>(data);
  uint64_t trap = 0;
  // A fault by an instruction, not a signal that somebody sent.
  if (info->si_code > 0)
    trap = classify(programCounter(context), reinterpret_cast<uint64_t>(info->si_addr));
  if (!trap) {
    chain(signal, info, data);
    return;
  }
  if (trap == Again)
    return;
  sinter_store_t *store = thread().running;
  rt::arch::Registers registers;
  rt::arch::fromSignal(data, registers);
  noteFrames(store, registers, true);
  Entry *entry = store->entry;
  entry->trapCode = trap;
  resumeAtLeave(context, entry);
}

} // namespace

bool handlerInstalled() { return __atomic_load_n(&installed, __ATOMIC_ACQUIRE); }

sinter_error_t *installHandler() {
  if (handlerInstalled())
    return nullptr;
  pthread_mutex_lock(&installLock);
  bool failed = false;
  if (!handlerInstalled()) {
    struct sigaction action = {};
    action.sa_sigaction = onFault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    failed = sigaction(SIGSEGV, &action, &previousSegv) != 0 ||
             sigaction(SIGBUS, &action, &previousBus) != 0;
    __atomic_store_n(&installed, !failed, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock(&installLock);
  return failed ? makeError(SINTER_ERROR_RESOURCE, "the system refuses a handler for SIGSEGV")
                : nullptr;
}

bool addCode(const void *owner, const void *begin, const void *end) {
  pthread_mutex_lock(&rangesLock);
  CodeRange *range = ranges;
  while (range && range->owner)
    range = range->next;
  bool isNew = !range;
  if (isNew)
    range = static_cast<CodeRange *>(calloc(1, sizeof(CodeRange)));
  if (range) {
    range->owner = owner;
    // Never a wide range by a mixture of old and new: a free node is empty at 0, 0.
    __atomic_store_n(&range->begin, reinterpret_cast<uint64_t>(begin), __ATOMIC_RELAXED);
    __atomic_store_n(&range->end, reinterpret_cast<uint64_t>(end), __ATOMIC_RELEASE);
    if (isNew) {
      range->next = ranges;
      __atomic_store_n(&ranges, range, __ATOMIC_RELEASE);
    }
  }
  pthread_mutex_unlock(&rangesLock);
  return range != nullptr;
}

void removeCode(const void *owner) {
  pthread_mutex_lock(&rangesLock);
  for (CodeRange *range = ranges; range; range = range->next) {
    if (range->owner != owner)
      continue;
    __atomic_store_n(&range->end, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&range->begin, 0, __ATOMIC_RELEASE);
    range->owner = nullptr;
  }
  pthread_mutex_unlock(&rangesLock);
}

} // namespace sinter::host
