// Calls within calls, and traps in the inner and the outer ones: what the host has in registers
// stays, and what an unwinder sees leads to the host.
#include "nested.h"

#include <pthread.h>
#include <stdio.h>
#include <unwind.h>

static int failures;
#define CHECK(CONDITION)                                                                           \
  do {                                                                                             \
    if (!(CONDITION))                                                                              \
      ++failures, fprintf(stderr, "line %d: %s\n", __LINE__, #CONDITION);                          \
  } while (0)

#if defined(__x86_64__)
#define FLOATING "+x"
#elif defined(__aarch64__)
#define FLOATING "+w"
#else
#define FLOATING "+f"
#endif

static void hold(sinter_nested_t *instance, int32_t what, int32_t wanted);

static int depth, frames;

static _Unwind_Reason_Code look(struct _Unwind_Context *context, void *found) {
  *(int *)found |= _Unwind_GetRegionStart(context) == (uintptr_t)(void (*)(void))hold;
  return _URC_NO_REASON;
}

enum { RETURN, END, INNER_TRAP, INNER_END, DEEPER };

static int32_t go(void *data, sinter_nested_t *instance, int32_t what) {
  int32_t value = 0;
  int found = 0;
  (void)data;
  switch (what) {
  case END:
    sinter_nested_trap(instance, -77);
    break;
  case INNER_TRAP:
    CHECK(nested_fail(instance, &value) == SINTER_C_TRAP_OutOfBoundsMemory);
    CHECK(nested_add(instance, 2, 3, &value) == 0 && value == 5);
    break;
  case INNER_END:
    hold(instance, END, -77);
    hold(instance, RETURN, 0);
    sinter_nested_trap(instance, 1);
    break;
  case DEEPER:
    if (nested_deep(instance, &value) == SINTER_C_TRAP_StackExhausted)
      ++frames;
    ++depth;
    return value;
  }
  _Unwind_Backtrace(look, &found);
  CHECK(found);
  return 0;
}

// What a trap does not restore is another value then.
__attribute__((noinline)) static void hold(sinter_nested_t *instance, int32_t what,
                                           int32_t wanted) {
  static volatile uint64_t seed = 12345;
  uint64_t integers[12], copies[12];
  double numbers[12], doubles[12];
#pragma clang loop unroll(full)
  for (int i = 0; i != 12; ++i) {
    integers[i] = seed * (uint64_t)(i + 1);
    numbers[i] = (double)seed / (i + 1);
    __asm__ volatile("" : "+r"(integers[i]), FLOATING(numbers[i]));
    copies[i] = integers[i];
    doubles[i] = numbers[i];
    __asm__ volatile("" : "+m"(copies[i]), "+m"(doubles[i]));
  }
  int64_t result = 0;
  double real = 0;
  int32_t code = nested_busy(instance, what, 1, 1, &result, &real);
  int good = 0;
#pragma clang loop unroll(full)
  for (int i = 0; i != 12; ++i) {
    __asm__ volatile("" : "+r"(integers[i]), FLOATING(numbers[i]));
    good += integers[i] == copies[i] && numbers[i] == doubles[i];
  }
  CHECK(good == 12);
  CHECK(code == wanted);
  if (!code)
    CHECK(result == 150715104319846 && real == -155939132590512.0);
}

static void *all(void *data) {
  sinter_nested_t *instance = (sinter_nested_t *)data;
  hold(instance, RETURN, 0);
  hold(instance, END, -77);
  hold(instance, INNER_TRAP, 0);
  hold(instance, INNER_END, 1);
  // The stack's limit is the outermost call's.
  depth = frames = 0;
  int32_t value = 0;
  CHECK(nested_deep(instance, &value) == 0 && value == depth);
  CHECK(frames == 1 && depth > 100);
  hold(instance, RETURN, 0);
  return 0;
}

int main(void) {
  sinter_nested_imports_t imports;
  memset(&imports, 0, sizeof imports);
  imports.h__go = go;
  sinter_nested_t *instance = 0, *other = 0;
  CHECK(sinter_nested_new(&sinter_module_nested, &imports, 0, &instance) == 0);
  all(instance);
  // From the stack of another thread, above or below this one.
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  CHECK(pthread_attr_setstacksize(&attributes, 512 * 1024) == 0);
  CHECK(pthread_create(&thread, &attributes, all, instance) == 0 && pthread_join(thread, 0) == 0);
  all(instance);
  int32_t value = 0, few;
  CHECK(sinter_nested_new(&sinter_module_nested, &imports, 4096, &other) == 0);
  few = depth;
  depth = 0;
  CHECK(nested_deep(other, &value) == 0 && depth < few / 10);
  sinter_nested_delete(other);
  CHECK(sinter_nested_new(&sinter_module_nested, &imports, UINT64_MAX, &other) == 0);
  hold(other, INNER_END, 1);
  CHECK(sinter_nested_reset(other) == 0);
  hold(other, RETURN, 0);
  sinter_nested_delete(other);
  sinter_nested_delete(instance);
  printf("%d failures\n", failures);
  return failures != 0;
}
