/* Modules with a runtime each meet at one shared memory: a wait64 and a wait32 of different modules, each in
   a thread and a store of its own, are woken by one notify; growth in one shows in the other. */
#include "sinter/sinter.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sinter_extern_t memory;
static sinter_module_t *modules[2];

static void check(sinter_error_t *error) {
  if (!error)
    return;
  fprintf(stderr, "%s\n", sinter_error_message(error));
  exit(1);
}

static sinter_instance_t *instance(sinter_store_t *store, int module) {
  sinter_instance_t *result;
  check(sinter_instance_new(store, modules[module], &memory, 1, &result));
  return result;
}

static int call(sinter_store_t *store, sinter_instance_t *from, const char *name, size_t count,
                int address, int64_t second, sinter_valkind_t kind) {
  sinter_extern_t item;
  if (!sinter_instance_export(from, name, strlen(name), &item))
    exit(2);
  sinter_val_t arguments[2] = {{.kind = SINTER_I32}, {.kind = kind}}, result;
  arguments[0].of.i32 = address;
  arguments[1].of.i64 = second;
  check(sinter_func_call(store, item.of.func, arguments, count, &result, 1));
  return result.of.i32;
}

static void *wait64(void *unused) {
  sinter_store_t *store = sinter_store_new(0);
  int result = call(store, instance(store, 0), "wait64", 2, 64, -1, SINTER_I64);
  sinter_store_delete(store);
  return result ? &memory : unused;
}

static void *wait32(void *unused) {
  sinter_store_t *store = sinter_store_new(0);
  int result = call(store, instance(store, 1), "wait32", 1, 64, 0, SINTER_I32);
  sinter_store_delete(store);
  return result ? &memory : unused;
}

int main(int count, char **arguments) {
  check(sinter_module_open(arguments[1], &modules[0]));
  check(sinter_module_open(arguments[2], &modules[1]));
  sinter_store_t *store = sinter_store_new(0);
  sinter_limits_t limits = {1, 4, false, true};
  memory.kind = SINTER_EXTERN_MEMORY;
  check(sinter_memory_new(store, limits, &memory.of.memory));
  pthread_t threads[2];
  pthread_create(&threads[0], 0, wait64, 0);
  pthread_create(&threads[1], 0, wait32, 0);
  sinter_instance_t *waits = instance(store, 0), *notifies = instance(store, 1);
  for (int woken = 0; woken != 2;)
    woken += call(store, notifies, "notify", 2, 64, 2 - woken, SINTER_I32);
  for (int i = 0; i != 2; ++i) {
    void *failed;
    pthread_join(threads[i], &failed);
    if (failed)
      return 3;
  }
  if (call(store, notifies, "grow", 0, 0, 0, SINTER_I32) != 1)
    return 4;
  if (call(store, waits, "size", 0, 0, 0, SINTER_I32) != 2)
    return 5;
  puts("both woken");
}
