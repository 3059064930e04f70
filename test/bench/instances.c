// instances sinter OBJECT THREADS:         nanoseconds of an instance, a line for each way
// instances wasmtime LIBRARY.so WAT THREADS
// instances alive OBJECT COUNT:            bytes resident and mappings with so many instances
//
// An instance that lives for a call, or is reset behind each, of a module whose function `same`
// returns what it is given. With several threads each has instances of its own of one module, and
// the time is that of a thread. The fastest of many rounds, since what else a machine does only
// adds to it.
#include "sinter/sinter.h"
#include "wasmtime.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TURNS = 1000, ROUNDS = 40, MOST_THREADS = 256 };

static void fail(const char *text) {
  fprintf(stderr, "%s\n", text);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static pthread_barrier_t barrier;
static int threads;

// Runs `turn` on all threads at once; the fastest round's time for one turn by the thread that
// measures.
struct Job {
  void (*turn)(void *state);
  void *(*prepare)(void);
  double *best;
};

static void *work(void *data) {
  const struct Job *job = data;
  void *state = job->prepare ? job->prepare() : NULL;
  for (int i = 0; i != TURNS; ++i)
    job->turn(state); // pools fill
  for (int round = 0; round != ROUNDS; ++round) {
    pthread_barrier_wait(&barrier);
    double begin = now();
    for (int i = 0; i != TURNS; ++i)
      job->turn(state);
    pthread_barrier_wait(&barrier); // the slowest thread's time is what counts
    double time = (now() - begin) / TURNS;
    if (job->best && time < *job->best)
      *job->best = time;
  }
  return NULL;
}

static void measure(const char *name, void (*turn)(void *), void *(*prepare)(void)) {
  double best = 1e18;
  struct Job first = {turn, prepare, &best}, other = {turn, prepare, NULL};
  pthread_t ids[MOST_THREADS];
  pthread_barrier_init(&barrier, NULL, (unsigned)threads);
  for (int i = 1; i < threads; ++i)
    if (pthread_create(&ids[i], NULL, work, &other))
      fail("no thread");
  work(&first);
  for (int i = 1; i < threads; ++i)
    pthread_join(ids[i], NULL);
  pthread_barrier_destroy(&barrier);
  printf("%s %.1f\n", name, best);
}

static sinter_module_t *module;

static void check(sinter_error_t *error) {
  if (error)
    fail(sinter_error_message(error));
}

struct One {
  sinter_store_t *store;
  sinter_instance_t *instance;
  sinter_func_t *same;
};

static void make(struct One *one) {
  sinter_extern_t item;
  one->store = sinter_store_new(NULL);
  check(sinter_instance_new(one->store, module, NULL, 0, &one->instance));
  if (!sinter_instance_export(one->instance, "same", 4, &item))
    fail("no function");
  one->same = item.of.func;
}

static void call(const struct One *one) {
  sinter_val_t in = {.kind = SINTER_I32, .of.i32 = 7}, out;
  check(sinter_func_call(one->store, one->same, &in, 1, &out, 1));
  if (out.of.i32 != 7)
    fail("another result");
}

static void newSinter(void *state) {
  (void)state;
  struct One one;
  make(&one);
  call(&one);
  sinter_store_delete(one.store);
}

static void *keepSinter(void) {
  struct One *one = malloc(sizeof *one);
  make(one);
  return one;
}

static void resetSinter(void *state) {
  struct One *one = state;
  call(one);
  check(sinter_instance_reset(one->instance));
}

static wasm_engine_t *engine;
static wasmtime_instance_pre_t *template;

static void checkWasmtime(wasmtime_error_t *error) {
  wasm_byte_vec_t text;
  if (!error)
    return;
  wasmtime_error_message(error, &text);
  fprintf(stderr, "%.*s\n", (int)text.size, text.data);
  exit(1);
}

static void newWasmtime(void *state) {
  (void)state;
  wasmtime_store_t *store = wasmtime_store_new(engine, NULL, NULL);
  wasmtime_context_t *context = wasmtime_store_context(store);
  wasmtime_instance_t instance;
  wasmtime_extern_t item;
  wasmtime_val_raw_t value = {.i32 = 7};
  wasm_trap_t *trap = NULL;
  checkWasmtime(wasmtime_instance_pre_instantiate(template, context, &instance, &trap));
  if (trap || !wasmtime_instance_export_get(context, &instance, "same", 4, &item))
    fail("no function");
  checkWasmtime(wasmtime_func_call_unchecked(context, &item.of.func, &value, 1, &trap));
  if (trap || value.i32 != 7)
    fail("another result");
  wasmtime_store_delete(store);
}

static char *readFile(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END))
    fail("no such file");
  *size = (size_t)ftell(file);
  char *text = malloc(*size);
  rewind(file);
  if (fread(text, 1, *size, file) != *size)
    fail("the file cannot be read");
  fclose(file);
  return text;
}

static void prepareWasmtime(const char *library, const char *wat) {
  const char *missing = loadWasmtime(library);
  if (missing)
    fail(missing);
  wasm_config_t *config = wasm_config_new();
  wasmtime_pooling_allocation_strategy_set(config, wasmtime_pooling_allocation_config_new());
  engine = wasm_engine_new_with_config(config);
  size_t size;
  char *text = readFile(wat, &size);
  wasm_byte_vec_t bytes;
  wasmtime_module_t *compiled;
  checkWasmtime(wasmtime_wat2wasm(text, size, &bytes));
  checkWasmtime(wasmtime_module_new(engine, (const uint8_t *)bytes.data, bytes.size, &compiled));
  checkWasmtime(wasmtime_linker_instantiate_pre(wasmtime_linker_new(engine), compiled, &template));
}

static void countAlive(int count) {
  struct One *all = calloc((size_t)count, sizeof *all);
  for (int i = 0; i != count; ++i) {
    make(&all[i]);
    call(&all[i]);
  }
  long pages = 0, resident = 0, mappings = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%ld %ld", &pages, &resident) != 2)
    fail("no /proc");
  fclose(file);
  file = fopen("/proc/self/maps", "r");
  for (int c; file && (c = fgetc(file)) != EOF;)
    mappings += c == '\n';
  printf("resident %ld\nmappings %ld\n", resident * 4096, mappings);
}

int main(int count, char **arguments) {
  const char *what = count > 1 ? arguments[1] : "";
  if (count == 5 && !strcmp(what, "wasmtime")) {
    threads = atoi(arguments[4]);
    prepareWasmtime(arguments[2], arguments[3]);
    measure("new", newWasmtime, NULL);
  } else if (count == 4) {
    check(sinter_module_open(arguments[2], &module));
    threads = atoi(arguments[3]);
    if (!strcmp(what, "alive")) {
      countAlive(threads);
    } else {
      measure("new", newSinter, NULL);
      measure("reset", resetSinter, keepSinter);
    }
  } else {
    fail("instances sinter|alive|wasmtime ..., as instances.c says");
  }
  return 0;
}
