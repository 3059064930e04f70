//===-- Interrupt.cpp - Ending what runs, from another thread ---------------===//
//
// Functions compare the stack pointer with a limit anyway, so the limit is raised above every
// stack; loops of code compiled with --interruptible read a flag. A call that begins at the same
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

/// So that no half of an interrupt comes after it was noticed or taken back.
static pthread_mutex_t interruptLock = PTHREAD_MUTEX_INITIALIZER;

static void barrierOnAllThreads() {
  if (syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0) == 0)
    return;
  // The first time in this process. Kernels without it leave it to loops.
  syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0);
  syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0);
}

void sinter_store_interrupt(sinter_store_t *store) {
  pthread_mutex_lock(&interruptLock);
  __atomic_store_n(&store->context.interrupted, 1, __ATOMIC_SEQ_CST);
  barrierOnAllThreads();
  __atomic_store_n(&store->context.stackLimit, UINT64_MAX, __ATOMIC_SEQ_CST);
  pthread_mutex_unlock(&interruptLock);
}

void sinter_store_clear_interrupt(sinter_store_t *store) {
  pthread_mutex_lock(&interruptLock);
  __atomic_store_n(&store->context.interrupted, 0, __ATOMIC_SEQ_CST);
  pthread_mutex_unlock(&interruptLock);
}
