//===-- Program.c - What generated code of a small program amounts to -------===//
//
// MODE chooses how the program ends, MEMORY how its memory is made.
//
//===----------------------------------------------------------------------===//

#include "sinter/abi/Abi.h"

#define Hello 0
#define Divide 1
#define Fault 2
#define Exhaust 3
#define Copy 4
#define Stray 5
#define Grow 6
#define Limit 7
#define Version 8
#define Hole 9
#define guarded 0
#define checked 1
#define movable 2

_Noreturn void __sinter_trap(int code);
uint64_t __sinter_memory_grow(SinterMemory *memory, uint64_t delta);
uint32_t __sinter_wasi_fd_write(uint32_t fd, uint32_t vectors, uint32_t count, uint32_t written);
void *memcpy(void *to, const void *from, __SIZE_TYPE__ size);
extern uint64_t __sinter_stack_limit;
extern uint8_t __sinter_memory[];

// A backtrace row for a function, as the compiler writes them.
#define FUNCTION(NAME)                                                                             \
  __asm__(".pushsection sinter_functions, \"aR\"\n.long " #NAME                                    \
          " - .\n.long 9f - .\n.popsection\n"                                                      \
          ".pushsection .rodata.names, \"a\"\n9: .asciz \"" #NAME "\"\n.popsection");              \
  __attribute__((noinline, used))

static SinterMemory memory;

static void say(const char *text) {
  uint32_t size = 0;
  for (; text[size]; ++size)
    memory.base[1024 + size] = (uint8_t)text[size];
  *(uint32_t *)(memory.base + 512) = 1024;
  *(uint32_t *)(memory.base + 516) = size;
  __sinter_wasi_fd_write(1, 512, 1, 520);
}

FUNCTION(inner) void inner(int depth) {
#if MODE == Divide
  __sinter_trap(SINTER_TRAP_IntegerDivideByZero);
#elif MODE == Fault
  *(volatile uint8_t *)(memory.base + 0xffffffffu + (uint64_t)(uint32_t)depth) = 1;
#elif MODE == Copy
  memcpy(memory.base + 2 * 65536 - 1000, memory.base, 3000);
#elif MODE == Stray
  *(volatile uint8_t *)(uint64_t)(uint32_t)depth = 1;
#elif MODE == Exhaust || MODE == Limit
  volatile uint8_t frame[100];
  frame[depth % 100] = 1;
#if MODE == Limit
  if ((uint64_t)__builtin_frame_address(0) < __sinter_stack_limit)
    __sinter_trap(SINTER_TRAP_StackExhausted);
#endif
  if (depth)
    inner(depth + 1);
  frame[0] = 2;
#elif MODE == Grow
  uint64_t one = __sinter_memory_grow(&memory, 1);
  memory.base[3 * 65536 - 1] = 1;
  uint64_t tooMuch = __sinter_memory_grow(&memory, 5000);
  uint64_t more = __sinter_memory_grow(&memory, 3000);
  if (more == 3)
    memory.base[3003 * 65536 - 1] = 1;
  say(one == 2 && tooMuch == ~0ull ? more == 3 ? "grown\n" : "refused\n" : "wrong\n");
#elif MODE == Hole
  // What compiled code never does: a system call of its own, one that no import needs.
  say("before\n");
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(41L), "D"(2L), "S"(1L), "d"(0L)
                   : "rcx", "r11", "memory");
  say(result < 0 ? "refused\n" : "a socket\n");
#else
  say("hello\n");
#endif
  __asm__ volatile("");
}

FUNCTION(outer) void outer(int depth) {
  inner(depth + 1);
  __asm__ volatile("");
}

static void initialize(void) {}
FUNCTION(start) void start(void) {
  outer(1);
  __asm__ volatile("");
}

#if MEMORY == guarded
__attribute__((section("image"), retain, used)) uint8_t imageBytes[4096] = {1};
static const SinterImageRange ranges[] = {{.begin = 0, .end = 4096}};
#define BASE __sinter_memory
#define RANGES ranges
#else
#define BASE 0
#define RANGES 0
#endif
static const SinterProgramMemory memories[] = {{.record = &memory,
                                                .base = BASE,
                                                .minimum = 2,
                                                .maximum = 4000,
                                                .pageSize = 65536,
                                                .image = RANGES,
                                                .imageCount = RANGES ? 1 : 0}};

const SinterProgram __sinter_program = {
    .abiVersion = MODE == Version ? 99 : SINTER_ABI_VERSION,
    .flags =
        (MEMORY == checked ? SINTER_FLAG_CHECKED_MEMORY : 0) |
        (MODE == Hole || MODE == Hello || MODE == Divide || MODE == Grow ? SINTER_FLAG_SECCOMP : 0),
    .stackSize = 1 << 20,
#ifdef __x86_64__
    .cpuFeatures = 1,
#endif
    .memory = &memory,
    .memories = memories,
    .memoryCount = 1,
    .initialize = initialize,
    .entry = start,
};
