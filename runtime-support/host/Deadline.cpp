//===-- Deadline.cpp - Interrupts that come by themselves -------------------===//
//
// One thread in a process, started by the first deadline, sleeps until the earliest of all and then
// interrupts its store as any other thread could. A timer of the kernel for each store was
// rejected: setting and taking back are a few comparisons here, as is right for one in each
// request, and the thread is only woken when the earliest deadline comes earlier. The deadlines are
// a binary heap; each store knows its place in it.
//
//===----------------------------------------------------------------------===//

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "Host.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

namespace sinter::host {

namespace {

pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t earlier;
bool isStarted;
sinter_store_t **heap; ///< From 1 on, the earliest first.
size_t heapSize;
size_t heapCapacity;

void put(size_t place, sinter_store_t *store) {
  heap[place] = store;
  store->deadlinePlace = place;
}

/// Moves what is at `place` to where it belongs.
void settle(size_t place) {
  sinter_store_t *store = heap[place];
  for (; place > 1 && store->deadline < heap[place / 2]->deadline; place /= 2)
    put(place, heap[place / 2]);
  for (size_t child; (child = 2 * place) <= heapSize; place = child) {
    child += child < heapSize && heap[child + 1]->deadline < heap[child]->deadline;
    if (store->deadline <= heap[child]->deadline)
      break;
    put(place, heap[child]);
  }
  put(place, store);
}

void remove(sinter_store_t *store) {
  size_t place = store->deadlinePlace;
  store->deadlinePlace = 0;
  sinter_store_t *last = heap[heapSize--];
  if (last == store)
    return;
  put(place, last);
  settle(place);
}

bool add(sinter_store_t *store) {
  if (heapSize + 1 >= heapCapacity) {
    size_t larger = heapCapacity ? 2 * heapCapacity : 64;
    auto *grown = static_cast<sinter_store_t **>(realloc(heap, larger * sizeof(*heap)));
    if (!grown)
      return false;
    heap = grown;
    heapCapacity = larger;
  }
  put(++heapSize, store);
  settle(heapSize);
  return true;
}

uint64_t now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return uint64_t(time.tv_sec) * 1'000'000'000 + uint64_t(time.tv_nsec);
}

void *watch(void *) {
  pthread_mutex_lock(&lock);
  for (;;) {
    if (!heapSize) {
      pthread_cond_wait(&earlier, &lock);
      continue;
    }
    uint64_t next = heap[1]->deadline;
    if (now() < next) {
      timespec time = {time_t(next / 1'000'000'000), long(next % 1'000'000'000)};
      pthread_cond_timedwait(&earlier, &lock, &time);
      continue;
    }
    sinter_store_t *store = heap[1];
    remove(store);
    sinter_store_interrupt(store); // It lives: its end would wait for the lock.
  }
}

/// The lock is held.
bool start() {
  if (isStarted)
    return true;
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_cond_init(&earlier, &clock);
  pthread_condattr_destroy(&clock);
  // Signals of the process are for the host's threads.
  sigset_t all, previous;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &previous);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  isStarted = pthread_create(&thread, &attributes, watch, nullptr) == 0;
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &previous, nullptr);
  if (!isStarted)
    pthread_cond_destroy(&earlier);
  return isStarted;
}

} // namespace

void dropDeadline(sinter_store_t *store) {
  // Only the watching thread changes it otherwise, to 0.
  if (!__atomic_load_n(&store->hasHadDeadline, __ATOMIC_RELAXED))
    return;
  pthread_mutex_lock(&lock);
  if (store->deadlinePlace)
    remove(store);
  pthread_mutex_unlock(&lock);
}

} // namespace sinter::host

using namespace sinter::host;

sinter_error_t *sinter_store_set_deadline(sinter_store_t *store, uint64_t microseconds) {
  constexpr uint64_t Longest = UINT64_C(1) << 53; // 285 years
  uint64_t time = microseconds < Longest ? microseconds : Longest;
  pthread_mutex_lock(&lock);
  if (store->deadlinePlace)
    remove(store);
  bool isSet = start();
  if (isSet) {
    store->hasHadDeadline = true;
    store->deadline = now() + time * 1000;
    isSet = add(store);
    if (isSet && heap[1] == store)
      pthread_cond_signal(&earlier);
  }
  pthread_mutex_unlock(&lock);
  return isSet ? nullptr
               : makeError(SINTER_ERROR_RESOURCE, "the system refuses a thread for deadlines");
}

void sinter_store_clear_deadline(sinter_store_t *store) {
  dropDeadline(store);
  sinter_store_clear_interrupt(store);
}
