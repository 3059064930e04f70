//===-- Store.cpp - Stores, their configuration, and their end --------------===//
//
// A store is what instances that can reach each other share: one SinterContext, one
// argument area, and the ownership of everything in it. A host that makes one for each request gets
// the store of an earlier one, whose argument area is still there.
//
//===----------------------------------------------------------------------===//

#include "Backtrace.h"
#include "Host.h"

#include <pthread.h>

namespace sinter::host {

static size_t place(const void *key, size_t capacity) {
  uint64_t bits = reinterpret_cast<uint64_t>(key);
  return size_t((bits * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (capacity - 1);
}

void *PointerMap::find(const void *key) const {
  if (!capacity)
    return nullptr;
  for (size_t i = place(key, capacity); slots[i].key; i = (i + 1) & (capacity - 1))
    if (slots[i].key == key)
      return slots[i].value;
  return nullptr;
}

bool PointerMap::insert(const void *key, void *value) {
  if (2 * (used + 1) > capacity) {
    PointerMap larger = {nullptr, capacity ? 2 * capacity : 16, 0};
    larger.slots = static_cast<Slot *>(calloc(larger.capacity, sizeof(Slot)));
    if (!larger.slots)
      return false;
    for (size_t i = 0; i != capacity; ++i)
      if (slots[i].key && !larger.insert(slots[i].key, slots[i].value))
        return false;
    free(slots);
    *this = larger;
  }
  size_t i = place(key, capacity);
  while (slots[i].key && slots[i].key != key)
    i = (i + 1) & (capacity - 1);
  used += !slots[i].key;
  slots[i] = {key, value};
  return true;
}

void PointerMap::remove(const void *key) {
  if (!capacity)
    return;
  size_t hole = place(key, capacity);
  while (slots[hole].key != key) {
    if (!slots[hole].key)
      return;
    hole = (hole + 1) & (capacity - 1);
  }
  --used;
  // Those behind it move up, unless that would put them before their place.
  for (size_t i = hole;;) {
    slots[hole].key = nullptr;
    do {
      i = (i + 1) & (capacity - 1);
      if (!slots[i].key)
        return;
    } while (((i - place(slots[i].key, capacity)) & (capacity - 1)) <
             ((i - hole) & (capacity - 1)));
    slots[hole] = slots[i];
    hole = i;
  }
}

/// Context.trap: generated code and runtime hand every explicit trap over here.
SINTER_LEAVES static void onTrap(SinterContext *context, uint64_t code) {
  auto *store = static_cast<sinter_store_t *>(context->owner);
  if (code == SINTER_TRAP_StackExhausted && isInterrupted(*store))
    code = SINTER_TRAP_Interrupted;
  if (code == SINTER_TRAP_OutOfFuel)
    context->fuel = 0;
  noteFrames(store);
  store->entry->trapCode = code;
  sinterHostLeave(store->entry);
}

static constexpr uint64_t ArgumentBytes = SINTER_ARGUMENT_SLOTS * sizeof(uint64_t);
static constexpr size_t MostIdleAreas = 256;
static pthread_mutex_t idleLock = PTHREAD_MUTEX_INITIALIZER;
static sinter_store_t *idleStores;
static size_t idleCount;

static void giveStore(sinter_store_t *store) {
  pthread_mutex_lock(&idleLock);
  bool keepsArea = idleCount < MostIdleAreas && store->arguments;
  pthread_mutex_unlock(&idleLock);
  if (store->arguments && !keepsArea) {
    giveSlot(reinterpret_cast<uint8_t *>(store->arguments), ArgumentBytes, ArgumentBytes);
    store->arguments = nullptr;
  }
  pthread_mutex_lock(&idleLock);
  store->nextIdle = idleStores;
  idleStores = store;
  ++idleCount;
  pthread_mutex_unlock(&idleLock);
}

/// A store with an argument area, otherwise unset; null if there is no memory. What was a store
/// never becomes other memory, since threads remember the last one that they ran.
static sinter_store_t *takeStore() {
  pthread_mutex_lock(&idleLock);
  sinter_store_t *store = idleStores;
  if (store) {
    idleStores = store->nextIdle;
    --idleCount;
  }
  pthread_mutex_unlock(&idleLock);
  if (!store) {
    store = static_cast<sinter_store_t *>(calloc(1, sizeof(sinter_store_t)));
    if (store)
      pthread_mutex_init(&store->interruptLock, nullptr);
  }
  uint64_t size;
  if (store && !store->arguments)
    store->arguments = reinterpret_cast<uint64_t *>(takeSlot(ArgumentBytes, &size));
  if (!store || store->arguments)
    return store;
  giveStore(store);
  return nullptr;
}

} // namespace sinter::host

using namespace sinter::host;

sinter_config_t *sinter_config_new(void) {
  auto *config = static_cast<sinter_config_t *>(malloc(sizeof(sinter_config_t)));
  if (config)
    *config = sinter_config_t();
  return config;
}

void sinter_config_delete(sinter_config_t *config) { free(config); }

void sinter_config_set_stack_size(sinter_config_t *config, size_t bytes) {
  config->stackSize = bytes;
}
void sinter_config_set_memory_limit(sinter_config_t *config, uint64_t bytes) {
  config->memoryLimit = bytes;
}
void sinter_config_set_table_limit(sinter_config_t *config, uint64_t elements) {
  config->tableLimit = elements;
}
void sinter_config_set_guarded_memories(sinter_config_t *config, bool guarded) {
  config->guardedMemories = guarded;
}

void sinter_config_set_backtraces(sinter_config_t *config, bool enabled) {
  config->backtraces = enabled;
}

sinter_store_t *sinter_store_new(const sinter_config_t *config) {
  sinter_store_t *store = takeStore();
  if (!store)
    return nullptr;
  uint64_t *arguments = store->arguments;
  // But the lock, and the entry, which is null: a thread that ran it once may be looking.
  memset(static_cast<void *>(&store->context), 0, sizeof store->context);
  memset(static_cast<void *>(&store->pending), 0,
         offsetof(sinter_store_t, frames) - offsetof(sinter_store_t, pending));
  store->arguments = arguments;
  store->config = config ? *config : sinter_config_t();
  store->context.arguments = store->arguments;
  store->context.trap = onTrap;
  store->context.exceptions = &exceptionHooks;
  store->context.owner = store;
  store->context.fuel = INT64_MAX;
  return store;
}

sinter_error_t *sinter_store_set_stack_size(sinter_store_t *store, size_t bytes) {
  if (store->entry)
    return makeError(SINTER_ERROR_USE,
                     "the stack size cannot be changed while a call into the store runs");
  store->config.stackSize = bytes;
  // The next call, a typed one too, finds out anew where its stack ends.
  setStackLimit(*store, 0);
  return nullptr;
}

void sinter_store_set_memory_limit(sinter_store_t *store, uint64_t bytes) {
  store->config.memoryLimit = bytes;
}

void sinter_store_set_table_limit(sinter_store_t *store, uint64_t elements) {
  store->config.tableLimit = elements;
}

void sinter_store_set_fuel(sinter_store_t *store, uint64_t amount) {
  store->context.fuel = amount < INT64_MAX ? amount : INT64_MAX;
}

uint64_t sinter_store_fuel(const sinter_store_t *store) {
  auto left = int64_t(store->context.fuel);
  return left > 0 ? uint64_t(left) : 0;
}

void sinter_store_add_fuel(sinter_store_t *store, uint64_t amount) {
  uint64_t left = sinter_store_fuel(store);
  sinter_store_set_fuel(store, amount < INT64_MAX - left ? left + amount : INT64_MAX);
}

/// Calls `end` for each object of a list.
template <typename T, typename F> static void drain(T *list, F end) {
  while (list) {
    T *next = list->next;
    end(list);
    list = next;
  }
}

void sinter_store_delete(sinter_store_t *store) {
  if (!store)
    return;
  dropDeadline(store);
  drain(store->functions, [](HostFunction *function) {
    if (function->finalize)
      function->finalize(function->closure.data);
    free(function);
  });
  // Records of memories and tables may lie in instances, which therefore go last.
  drain(store->memories, freeMemory);
  drain(store->tables, freeTable);
  drain(store->tags, [](sinter_tag_t *tag) { free(tag); });
  freeExceptions(store);
  drain(store->globals, [](sinter_global_t *global) { free(global); });
  drain(store->instances, freeInstance);
  free(store->objects.slots);
  giveStore(store);
}
