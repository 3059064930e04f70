//===-- Interrupt.cpp - Ending what runs, from another thread ---------------===//
//
// Functions compare the stack pointer with a limit anyway, so the limit is raised above every
// stack; loops of code compiled with --interruptible read the page in front of memory 0, which then
// faults, or a flag where there is none. A call that begins at the same
// time sets the limit and then reads the flag: so that one of both sees the other without a fence
// in every call, the interrupting thread makes the kernel run one on all threads between its two
// stores.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <linux/membarrier.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace sinter::host;

static void barrierOnAllThreads() {
  if (syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0) == 0)
    return;
  // The first time in this process. Kernels without it leave it to loops.
  syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0);
  syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0);
}

void sinter_store_interrupt(sinter_store_t *store) {
  pthread_mutex_lock(&store->interruptLock);
  __atomic_store_n(&store->context.interrupted, 1, __ATOMIC_SEQ_CST);
  barrierOnAllThreads();
  __atomic_store_n(&store->context.stackLimit, UINT64_MAX, __ATOMIC_SEQ_CST);
  setPolls(*store, true);
  pthread_mutex_unlock(&store->interruptLock);
}

void sinter_store_clear_interrupt(sinter_store_t *store) {
  pthread_mutex_lock(&store->interruptLock);
  __atomic_store_n(&store->context.interrupted, 0, __ATOMIC_SEQ_CST);
  setPolls(*store, false);
  pthread_mutex_unlock(&store->interruptLock);
}
