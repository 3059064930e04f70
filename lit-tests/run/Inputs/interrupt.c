// Interrupts each export of interrupt.wat after 20 ms from another thread.
#include "sinter/sinter.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static sinter_instance_t *instance;
static double asked;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static sinter_error_t *call(sinter_store_t *store, const char *name) {
  sinter_extern_t item;
  if (!sinter_instance_export(instance, name, strlen(name), &item))
    return sinter_error_new(SINTER_ERROR_HOST, 0, "no such export");
  return sinter_func_call(store, item.of.func, NULL, 0, NULL, 0);
}

// Ends by the interrupt, and swallows that: its caller must end all the same.
static sinter_error_t *again(void *data, sinter_store_t *store, const sinter_val_t *arguments,
                             sinter_val_t *results) {
  (void)data, (void)arguments, (void)results;
  sinter_error_delete(call(store, "loop"));
  return NULL;
}

static void *interrupt(void *store) {
  usleep(20000);
  asked = now();
  sinter_store_interrupt(store);
  return NULL;
}

static void report(const char *name, sinter_error_t *error) {
  printf("%s: %s\n", name, error ? sinter_error_message(error) : "done");
  sinter_error_delete(error);
}

int main(int count, char **arguments) {
  (void)count;
  alarm(60);
  sinter_store_t *store = sinter_store_new(NULL);
  sinter_module_t *module;
  sinter_functype_t none = {NULL, 0, NULL, 0};
  sinter_extern_t import = {SINTER_EXTERN_FUNC, {0}};
  import.of.func = sinter_func_new(store, &none, again, NULL, NULL);
  if (sinter_module_open(arguments[1], &module) ||
      sinter_instance_new(store, module, &import, 1, &instance))
    return 1;
  const char *names[] = {"loop", "nested", "recursion", "tail", "callback"};
  for (int i = 0; i != 5; ++i) {
    // Loaded machines make a thread wait; the best of some tries says what the code does.
    for (int tries = 0;; ++tries) {
      pthread_t thread;
      pthread_create(&thread, NULL, interrupt, store);
      sinter_error_t *error = call(store, names[i]);
      double taken = now() - asked;
      pthread_join(thread, NULL);
      if (taken > 1 && tries != 20) {
        sinter_error_delete(error);
        continue;
      }
      if (taken >= 1)
        printf("%s took %f ms\n", names[i], taken);
      report(names[i], error);
      break;
    }
  }
  sinter_store_interrupt(store);
  report("asked for before", call(store, "loop"));
  sinter_store_interrupt(store);
  sinter_store_clear_interrupt(store);
  report("taken back", call(store, "done"));
  puts("end");
  sinter_module_delete(module);
  sinter_store_delete(store);
}
