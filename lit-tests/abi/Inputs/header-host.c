// Uses all that the header of header.wat offers; valid C and C++. With an argument the module comes
// from that shared object, else it is linked. What cannot be used is told.
#include "m.h"

#include <dlfcn.h>
#include <stdio.h>

static int failures;
#define CHECK(CONDITION)                                                                           \
  do {                                                                                             \
    if (!(CONDITION))                                                                              \
      ++failures, fprintf(stderr, "line %d: %s\n", __LINE__, #CONDITION);                          \
  } while (0)

static double hostLog(void *data, sinter_m_t *instance, int32_t a, int64_t b, float c, double d,
                      void *e) {
  int32_t sum = 0;
  if (a == 99)
    sinter_m_trap(instance, 1234);
  if (a == 98) // calls back in, and traps there
    return m_loop(instance) == SINTER_C_TRAP_StackExhausted ? 1 : 0;
  CHECK(m_add(instance, 20, 22, &sum) == 0 && sum == 42);
  return a + (double)b + c + d + (e == data);
}

static int64_t hostPair(void *data, sinter_m_t *instance, sinter_c_v128 a,
                        const sinter_c_FuncRef *b, sinter_c_v128 *r1, float *r2) {
  (void)data, (void)instance;
  *r1 = a;
  r1->bytes[0] = 200;
  *r2 = b ? 1.5f : 2.5f;
  return -3;
}

static void hostOdd(void *data, sinter_m_t *instance) {
  (void)instance;
  ++*(int *)data;
}

int main(int count, char **arguments) {
  const sinter_c_Module *module;
  void *library = 0;
#ifdef LINKED
  module = &sinter_module_m;
  (void)arguments;
  CHECK(count == 1);
#else
  CHECK(count == 2);
  library = dlopen(arguments[1], RTLD_NOW);
  module = (const sinter_c_Module *)dlsym(library, "sinter_module");
#endif
  if (!module->standalone || module->exportCount == 1) { // not what this header goes with
    sinter_m_t *none = 0;
    puts(sinter_c_message(sinter_m_new(module, 0, 0, &none)));
    return 1;
  }
  int calls = 0;
  int32_t base = 5, sum = 0, a = 0, b = 0, c = 0;
  sinter_c_Memory *memory = 0;
  CHECK(module->standalone->memoryNew(1, 4, 65536, 0, &memory) == 0);
  sinter_m_imports_t imports;
  memset(&imports, 0, sizeof imports);
  imports.data = &calls;
  imports.env__log = hostLog;
  imports.env__pair = hostPair;
  imports.env__base = &base;
  imports.env__memory = memory;
  sinter_m_t *one = 0, *two = 0;
  CHECK(sinter_m_new(module, &imports, 0, &one) == SINTER_C_ERROR_Missing);
  imports.wasi_snapshot_preview1__aZ2AZ2Fb = hostOdd;
  CHECK(sinter_m_new(0, &imports, 0, &one) == SINTER_C_ERROR_Version);
  CHECK(sinter_m_new(module, 0, 0, &one) == SINTER_C_ERROR_Missing);
  memory->maximum = 5 * 65536;
  CHECK(sinter_m_new(module, &imports, 0, &one) == SINTER_C_ERROR_Import);
  memory->maximum = 4 * 65536;
  CHECK(sinter_m_new(module, &imports, 0, &one) == 0);
  CHECK(sinter_m_new(module, &imports, 0, &two) == 0);

  CHECK(m_add(one, 1, -3, &sum) == 0 && sum == -2);
  double real = 0;
  CHECK(m_host(one, 1, 2, 3.5f, 4.25, &calls, &real) == 0 && real == 11.75);
  CHECK(m_host(one, 99, 2, 3, 4, 0, &real) == 1234);
  CHECK(m_host(one, 98, 2, 3, 4, 0, &real) == 0 && real == 1);
  sinter_c_v128 in = {{1, 2, 3}}, out;
  int64_t wide = 0;
  float single = 0;
  const sinter_c_FuncRef *add = 0, *foreign = 0;
  CHECK(m_get(one, &add) == 0 && m_get(two, &foreign) == 0);
  CHECK(m_pair(one, in, add, &wide, &out, &single) == 0);
  CHECK(wide == -3 && out.bytes[0] == 200 && out.bytes[1] == 2 && single == 1.5f);
  CHECK(m_typed(one, add, &sum) == 0 && sum == 3);
  CHECK(m_typed(one, 0, &sum) == SINTER_C_ERROR_Foreign);
  CHECK(m_typed(one, foreign, &sum) == SINTER_C_ERROR_Foreign);
  CHECK(m_below(one, &foreign) == 0 && m_open(one, foreign, &sum) == 0 && sum == 9);
  CHECK(m_open(one, add, &sum) == SINTER_C_ERROR_Foreign);
  CHECK(m_hZC3ZA9Z20Z2AZ2FZ20Z22Z5AZ3F(one) == 0 && calls == 1);
  CHECK(m_many(one, 1, 2, 3, 4, 5, 6, 0.5, 8, &a, &b, &c) == 0 && a == 6 && b == 5 && c == 8);
  CHECK(m_loop(one) == SINTER_C_TRAP_StackExhausted);
  CHECK(m_store(one, 65536, 1) == SINTER_C_TRAP_OutOfBoundsMemory);

  CHECK(m_grow(one, &a) == 0 && a == 1 && m_own(one)->length == 2 * 65536);
  CHECK(m_store(one, 65536, 7) == 0 && m_own(one)->base[65536] == 7);
  CHECK(m_table(one)->length == 4 && m_table(one)->elements[0] == add);
  *m_counter(one) = 8;
  CHECK(sinter_m_reset(one) == 0);
  CHECK(*m_counter(one) == 7 && m_own(one)->length == 65536 && m_table(one)->length == 4);
  CHECK(m_add(one, 1, 2, &sum) == 0 && sum == 3);
  CHECK(!strcmp(sinter_c_message(SINTER_C_TRAP_StackExhausted), "call stack exhausted"));

  sinter_m_delete(one);
  sinter_m_delete(two);
  module->standalone->memoryDelete(memory);
  if (library)
    dlclose(library);
  printf("%d failures\n", failures);
  return failures != 0;
}
