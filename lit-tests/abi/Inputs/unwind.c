// Goes through calls instruction by instruction; at each of them an unwinder must find the way to
// the host and what the host had in its registers.
#define _GNU_SOURCE
#ifdef BY_HEADER
#include "nested.h"
#else
#include "sinter/sinter.h"
#endif

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unwind.h>

// Calls with registers that are told apart. The numbers are DWARF's: rbx is 3, rbp is 6.
void withKnownRegisters(void (*callee)(void *), void *argument);
__asm__("  .text\n"
        "  .type withKnownRegisters, @function\n"
        "withKnownRegisters:\n"
        "  .cfi_startproc\n"
        "  pushq %rbx\n  .cfi_adjust_cfa_offset 8\n  .cfi_rel_offset %rbx, 0\n"
        "  pushq %rbp\n  .cfi_adjust_cfa_offset 8\n  .cfi_rel_offset %rbp, 0\n"
        "  pushq %r12\n  .cfi_adjust_cfa_offset 8\n  .cfi_rel_offset %r12, 0\n"
        "  pushq %r13\n  .cfi_adjust_cfa_offset 8\n  .cfi_rel_offset %r13, 0\n"
        "  pushq %r14\n  .cfi_adjust_cfa_offset 8\n  .cfi_rel_offset %r14, 0\n"
        "  pushq %r15\n  .cfi_adjust_cfa_offset 8\n  .cfi_rel_offset %r15, 0\n"
        "  subq $8, %rsp\n  .cfi_adjust_cfa_offset 8\n"
        "  movq %rdi, %rax\n  movq %rsi, %rdi\n"
        "  movl $1003, %ebx\n  movl $1006, %ebp\n  movl $1012, %r12d\n"
        "  movl $1013, %r13d\n  movl $1014, %r14d\n  movl $1015, %r15d\n"
        "  call *%rax\n"
        "  addq $8, %rsp\n  .cfi_adjust_cfa_offset -8\n"
        "  popq %r15\n  .cfi_adjust_cfa_offset -8\n  .cfi_restore %r15\n"
        "  popq %r14\n  .cfi_adjust_cfa_offset -8\n  .cfi_restore %r14\n"
        "  popq %r13\n  .cfi_adjust_cfa_offset -8\n  .cfi_restore %r13\n"
        "  popq %r12\n  .cfi_adjust_cfa_offset -8\n  .cfi_restore %r12\n"
        "  popq %rbp\n  .cfi_adjust_cfa_offset -8\n  .cfi_restore %rbp\n"
        "  popq %rbx\n  .cfi_adjust_cfa_offset -8\n  .cfi_restore %rbx\n"
        "  ret\n"
        "  .cfi_endproc\n"
        "  .size withKnownRegisters, . - withKnownRegisters\n");

static int steps, wrong;
static volatile int isDone;

static _Unwind_Reason_Code look(struct _Unwind_Context *context, void *data) {
  static const int numbers[] = {3, 6, 12, 13, 14, 15};
  if (_Unwind_GetRegionStart(context) != (uintptr_t)withKnownRegisters)
    return _URC_NO_REASON;
  *(int *)data = 1;
  for (int i = 0; i != 6; ++i)
    *(int *)data &= _Unwind_GetGR(context, numbers[i]) == (uintptr_t)(1000 + numbers[i]);
  return _URC_NO_REASON;
}

static void onStep(int signal, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  (void)signal, (void)info;
  if (isDone) {
    registers[REG_EFL] &= ~(greg_t)0x100;
    return;
  }
  int good = 0;
  _Unwind_Backtrace(look, &good);
  ++steps;
  if (!good && ++wrong < 10)
    fprintf(stderr, "no way from %p\n", (void *)registers[REG_RIP]);
}

__attribute__((always_inline)) static inline void startStepping(void) {
  __asm__ volatile("pushfq\n\torq $0x100, (%%rsp)\n\tpopfq" ::: "cc", "memory");
}

#ifdef BY_HEADER
static int32_t go(void *data, sinter_nested_t *instance, int32_t what) {
  (void)data;
  if (what == 1)
    sinter_nested_trap(instance, 5);
  return 0;
}

static void run(void *data) {
  sinter_nested_t *instance = (sinter_nested_t *)data;
  int64_t integer;
  double real;
  int32_t sum = 0, none, codes[3];
  startStepping();
  int32_t code = nested_add(instance, 1, 2, &sum);
  for (int what = 0; what != 2; ++what)
    codes[what] = nested_busy(instance, what, 1, 1, &integer, &real);
  codes[2] = nested_fail(instance, &none);
  isDone = 1;
  printf("%d %d, %d %d %d\n", code, sum, codes[0], codes[1], codes[2]);
}
#else
static sinter_call_t add;

static void run(void *data) {
  (void)data;
  startStepping();
  sinter_result_t sum = SINTER_CALL(&add, (const sinter_call_t *, int32_t, int32_t), 1, 2);
  isDone = 1;
  printf("%d, %s\n", (int)sum.value, sum.error ? "an error" : "no error");
}
#endif

int main(int count, char **arguments) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = onStep;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGTRAP, &action, 0);
#ifdef BY_HEADER
  (void)count, (void)arguments;
  sinter_nested_imports_t imports = {0, go};
  sinter_nested_t *instance = 0;
  if (sinter_nested_new(&sinter_module_nested, &imports, 0, &instance))
    return 1;
  withKnownRegisters(run, instance);
  sinter_nested_delete(instance);
#else
  sinter_module_t *module;
  sinter_instance_t *instance;
  sinter_store_t *store = sinter_store_new(0);
  if (count != 2 || sinter_module_open(arguments[1], &module) ||
      sinter_instance_new(store, module, 0, 0, &instance))
    return 1;
  static const sinter_valkind_t kinds[] = {SINTER_I32, SINTER_I32};
  sinter_functype_t type = {kinds, 2, kinds, 1};
  sinter_extern_t item;
  if (!sinter_instance_export(instance, "add", 3, &item) ||
      sinter_call_prepare(store, item.of.func, &type, &add))
    return 1;
  SINTER_CALL(&add, (const sinter_call_t *, int32_t, int32_t), 1,
              2); // The first of a thread finds its stack.
  withKnownRegisters(run, 0);
  sinter_store_delete(store);
  sinter_module_delete(module);
#endif
  printf("%s, wrong: %d\n", steps > 30 ? "many steps" : "few steps", wrong);
  return 0;
}
