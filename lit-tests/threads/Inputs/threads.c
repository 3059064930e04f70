/* A threaded program without a C library, written against wasi_thread_start: stacks, lock and join of its own. MODE 0
   counts under a lock and by atomics, then starts and ends 2,000 threads; in 1 a thread traps, in 2 one exits, while
   main waits for ever. */
typedef unsigned int u32;
typedef unsigned long long u64;
#define IMPORT(M, N) __attribute__((import_module(M), import_name(N)))
#define THREADS 8
#define ROUNDS 20000
struct Start {
  char *stack; /* First: wasi_thread_start reads it. */
  u32 done;
  int id;
  void (*run)(void);
};
IMPORT("wasi", "thread-spawn") int spawn(struct Start *);
IMPORT("wasi_snapshot_preview1", "fd_write") u32 fd_write(int, const void *, u32, u32 *);
IMPORT("wasi_snapshot_preview1", "proc_exit") _Noreturn void proc_exit(int);

static void wait32(u32 *word, u32 seen) { __builtin_wasm_memory_atomic_wait32((int *)word, seen, -1); }
static void notify(u32 *word, u32 count) { __builtin_wasm_memory_atomic_notify((int *)word, count); }

static u32 lock;
static void acquire(void) {
  while (__atomic_exchange_n(&lock, 2, __ATOMIC_SEQ_CST))
    wait32(&lock, 2);
}
static void release(void) {
  if (__atomic_exchange_n(&lock, 0, __ATOMIC_SEQ_CST) == 2)
    notify(&lock, 1);
}

static u64 plain;
static u32 atomicCount;
static void count(void) {
  for (u32 i = 0; i != ROUNDS; ++i) {
    acquire();
    ++plain;
    release();
    __atomic_fetch_add(&atomicCount, 1, __ATOMIC_SEQ_CST);
  }
}
static void nothing(void) {}
static void trap(void) { __builtin_trap(); }
static void leave(void) { proc_exit(7); }

__attribute__((used)) void enter(int id, struct Start *start) {
  start->id = id;
  start->run();
  __atomic_store_n(&start->done, 1, __ATOMIC_SEQ_CST);
  notify(&start->done, -1);
}
/* Each instance has a stack pointer of its own. */
__asm__(".globaltype __stack_pointer, i32\n"
        ".functype enter (i32, i32) -> ()\n"
        ".globl wasi_thread_start\n"
        "wasi_thread_start:\n"
        ".functype wasi_thread_start (i32, i32) -> ()\n"
        "local.get 1\ni32.load 0\nglobal.set __stack_pointer\n"
        "local.get 0\nlocal.get 1\ncall enter\nend_function\n");

static char stacks[THREADS][4096] __attribute__((aligned(16)));
static struct Start starts[THREADS];
static void begin(u32 i, void (*run)(void)) {
  starts[i] = (struct Start){stacks[i] + sizeof stacks[i], 0, 0, run};
  if (spawn(&starts[i]) <= 0)
    proc_exit(1);
}
static void join(u32 i) {
  while (!__atomic_load_n(&starts[i].done, __ATOMIC_SEQ_CST))
    wait32(&starts[i].done, 0);
}

void _start(void) {
  if (MODE) {
    begin(0, MODE == 1 ? trap : leave);
    join(1); /* which nobody starts */
  }
  for (u32 i = 0; i != THREADS; ++i)
    begin(i, count);
  for (u32 i = 0; i != THREADS; ++i)
    join(i);
  if (plain != THREADS * ROUNDS || atomicCount != THREADS * ROUNDS)
    proc_exit(2);
  for (u32 i = 0; i != THREADS; ++i)
    for (u32 j = 0; j != i; ++j)
      if (starts[i].id == starts[j].id)
        proc_exit(3);
  for (u32 round = 0; round != 2000; ++round) {
    begin(0, nothing);
    join(0);
  }
  const struct {
    const char *text;
    u32 size;
  } vector = {"good\n", 5};
  u32 written;
  fd_write(1, &vector, 1, &written);
}
