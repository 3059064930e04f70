//===-- Spawn.cpp - Threads of a program (wasi-threads) ---------------------===//
//
// Each thread is an instance of its own (proposal wasi-threads, "Design choice:
// instance-per-thread"): its globals, tables and drop flags are the program's
// thread-local state, a fresh copy of which it begins with, and its module is
// initialised again, start function included, before wasi_thread_start. What the
// instances share is the imported memory, whose active data only the first
// instance applies.
//
// A thread is one mapping: its stacks with their guard, and above them its record and
// its thread-local state. It is taken out of the list and unmapped by the thread itself
// when wasi_thread_start returns; nobody joins, and the process ends by exit_group.
//
//===----------------------------------------------------------------------===//

#define SINTER_DEFINE_THREADS
#include "Runtime.h"
#include "arch/Arch.h"
#include "memory/Memory.h"
#include "start/Stack.h"
#include "sys/Sys.h"
#include "table/Table.h"
#include "threads/Lock.h"
#include "trap/Image.h"
#include "trap/Trap.h"

#define THREAD_LOCAL __attribute__((tls_model("local-exec"), visibility("hidden"))) thread_local

extern "C" {
extern THREAD_LOCAL uint64_t __sinter_thread_arguments[SINTER_ARGUMENT_SLOTS];
extern THREAD_LOCAL uint64_t __sinter_thread_stack_limit;
THREAD_LOCAL uint64_t __sinter_thread_arguments[SINTER_ARGUMENT_SLOTS];
THREAD_LOCAL uint64_t __sinter_thread_stack_limit;
}

namespace sinter::rt {

/// Replaced by eh/ in a program with exceptions.
__attribute__((weak)) void releaseExceptions(ThreadState &) {}

namespace {

/// What the linker aligns the thread-local segment to (compiler/link/Linker.cpp).
constexpr uint64_t LocalsAlignment = 64;
constexpr uint32_t LastId = (1u << 29) - 1;

struct Thread {
  ThreadState state;
  UnwindCache unwindCache;
  StackMapping mapping;
  Thread *next, *previous;
  uint64_t threadPointer;
  uint32_t id, argument;
};

THREAD_LOCAL Thread *current;

/// Live threads but the first, which has no number.
struct List {
  Lock lock;
  uint32_t lastId;
  Thread *first;
} list;

class ListLock {
public:
  ListLock() { list.lock.acquire(); }
  ~ListLock() { list.lock.release(); }
  ListLock(const ListLock &) = delete;
  ListLock &operator=(const ListLock &) = delete;
};

bool isTaken(uint32_t id) {
  for (Thread *thread = list.first; thread; thread = thread->next)
    if (thread->id == id)
      return true;
  return false;
}

/// Gives the thread a number that no live one has, from 1 to 2^29 - 1.
void enter(Thread &thread) {
  static bool wrapped;
  ListLock lock;
  do {
    wrapped |= list.lastId == LastId;
    list.lastId = list.lastId % LastId + 1;
  } while (wrapped && isTaken(list.lastId));
  thread.id = list.lastId;
  thread.previous = nullptr;
  thread.next = list.first;
  if (thread.next)
    thread.next->previous = &thread;
  list.first = &thread;
}

void leave(Thread &thread) {
  ListLock lock;
  if (thread.next)
    thread.next->previous = thread.previous;
  (thread.previous ? thread.previous->next : list.first) = thread.next;
}

const ProgramHeader *locals() { return Image::threadLocals(); }

/// What a thread keeps beside its stacks: its record, then its locals with room for whatever the
/// CPU's ABI puts before or behind them.
uint64_t areaSize() {
  return roundUp(sizeof(Thread) + locals()->memorySize + 4 * LocalsAlignment, PageSize);
}

/// Makes the thread-local state in the area at `low`, which is zero.
Thread &makeLocals(uint64_t low) {
  auto *thread = reinterpret_cast<Thread *>(low);
  const ProgramHeader &header = *locals();
  uint64_t begin = roundUp(low + sizeof(Thread), LocalsAlignment), block;
  thread->threadPointer = arch::placeLocals(begin, header.memorySize, LocalsAlignment, block);
  __builtin_memcpy(reinterpret_cast<void *>(block), reinterpret_cast<const void *>(header.begin()),
                   header.fileSize);
  thread->state.localsBegin = block;
  thread->state.localsEnd = block + header.memorySize;
  return *thread;
}

/// The thread-local variables of this file, once the thread pointer is set; not inlined, since the
/// compiler may read the pointer early.
__attribute__((noinline)) void bind(Thread &thread) {
  current = &thread;
  __sinter_thread_stack_limit = thread.state.stackLow + SINTER_STACK_RESERVE;
}

[[noreturn]] void runThread(void *argument) {
  Thread &thread = *static_cast<Thread *>(argument);
  bind(thread);
  useSignalStack(thread.mapping);
  __sinter_program.initialize();
  __sinter_program.thread(thread.id, thread.argument);
  leave(thread);
  releaseTables();
  releaseExceptions(thread.state);
  arch::mayCall<arch::Syscall::munmap>();
  arch::mayCall<arch::Syscall::exit>();
  arch::sinterLeaveThread(thread.mapping.begin, thread.mapping.size);
}

} // namespace

static void holdCalls(bool hold) {
  static Lock calls;
  if (hold)
    calls.acquire();
  else
    calls.release();
}
static ThreadState &currentThread() { return current->state; }
UnwindCache &unwindCache() { return current->unwindCache; }

void makeFirstThread() {
  uint64_t area = mapPages(areaSize());
  if (!area)
    refuse("thread-local state");
  Thread &thread = makeLocals(area);
  ThreadState &state = thread.state;
  state.stackGuard = process.first.stackGuard;
  state.stackLow = process.first.stackLow;
  state.stackHigh = process.first.stackHigh;
  arch::setThreadPointer(thread.threadPointer);
  bind(thread);
  process.currentThread = currentThread;
  process.holdCalls = holdCalls;
}

void endAlone() {
  static uint32_t ending;
  if (!__atomic_exchange_n(&ending, 1, __ATOMIC_ACQUIRE))
    return;
  for (;;)
    sys::sleepOn(&ending, 1, nullptr);
}

static long startThread(Thread &thread) {
  // CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS.
  constexpr uint64_t flags = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000 | 0x80000;
  arch::mayCall<arch::Syscall::clone>();
  return arch::sinterStartThread(flags, thread.state.stackHigh, thread.threadPointer, runThread,
                                 &thread);
}

static int32_t spawn(uint32_t argument) {
  constexpr int32_t again = -6; // WASI's errno, negative
  ThreadState stack = {};
  StackMapping mapping;
  uint64_t above = areaSize();
  if (!mapStack(stack, above, mapping))
    return again;
  Thread &thread = makeLocals(stack.stackHigh);
  thread.state.stackGuard = stack.stackGuard;
  thread.state.stackLow = stack.stackLow;
  thread.state.stackHigh = stack.stackHigh;
  thread.mapping = mapping;
  thread.argument = argument;
  enter(thread);
  uint32_t id = thread.id; // The thread may be gone before its number is returned.
  if (!sys::failed(startThread(thread)))
    return int32_t(id);
  leave(thread);
  sys::unmap(mapping.begin, mapping.size);
  return again;
}

} // namespace sinter::rt

extern "C" int32_t __sinter_thread_spawn(uint32_t argument) { return sinter::rt::spawn(argument); }
