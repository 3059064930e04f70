/* Typed calls from C, both ways, on every CPU. */
#include "sinter/sinter.h"

#include <stdio.h>
#include <string.h>

static const sinter_valkind_t kinds[] = {SINTER_I32, SINTER_F32, SINTER_F64, SINTER_I64};

/* h: (i32, f32, f64) -> i32 */
static uint64_t host(const sinter_closure_t *closure, int64_t low, double f, double d) {
  int32_t i = (int32_t)low;
  if (i < 0)
    sinter_closure_fail(closure, sinter_error_new(SINTER_ERROR_HOST, 7, "negative"));
  return (uint64_t)(uint32_t)(i + (int32_t)(sinter_f32(f) * 10) + (int32_t)(d * 100) +
                              *(int *)closure->data);
}

/* v: (f32) -> f32 */
static uint64_t plusOne(const sinter_closure_t *closure, double f) {
  (void)closure;
  float sum = sinter_f32(f) + 1;
  uint32_t bits;
  memcpy(&bits, &sum, 4);
  return bits;
}

static sinter_store_t *store;
static sinter_instance_t *instance;

static sinter_call_t prepare(const char *name, const sinter_valkind_t *parameters, size_t count,
                             sinter_valkind_t result) {
  sinter_extern_t item;
  sinter_call_t call = {0};
  const sinter_functype_t type = {parameters, count, &result, 1};
  sinter_error_t *error = NULL;
  if (sinter_instance_export(instance, name, strlen(name), &item))
    error = sinter_call_prepare(store, item.of.func, &type, &call);
  if (error)
    printf("%s: %s\n", name, sinter_error_message(error));
  sinter_error_delete(error);
  return call;
}

static void tell(const char *what, sinter_result_t result) {
  if (result.error)
    printf("%s: %d %s\n", what, (int)sinter_error_code(result.error),
           sinter_error_message(result.error));
  else
    printf("%s: %d\n", what, (int)(int32_t)result.value);
  sinter_error_delete(result.error);
}

int main(int count, char **arguments) {
  sinter_module_t *module;
  int data = 1000;
  sinter_extern_t imports[2] = {{SINTER_EXTERN_FUNC, {0}}, {SINTER_EXTERN_FUNC, {0}}};
  const sinter_functype_t hostType = {kinds, 3, kinds, 1}, plusType = {kinds + 1, 1, kinds + 1, 1};
  if (count < 2 || sinter_module_open(arguments[1], &module) || !(store = sinter_store_new(NULL)) ||
      sinter_func_new_direct(store, &hostType, (void (*)(void))host, &data, NULL,
                             &imports[0].of.func) ||
      sinter_func_new_direct(store, &plusType, (void (*)(void))plusOne, NULL, NULL,
                             &imports[1].of.func) ||
      sinter_instance_new(store, module, imports, 2, &instance))
    return 1;
  const sinter_valkind_t two[] = {SINTER_I32, SINTER_I32},
                         mul[] = {SINTER_F32, SINTER_F64, SINTER_I64};
  sinter_call_t add = prepare("add", two, 2, SINTER_I32),
                times = prepare("mul", mul, 3, SINTER_F64),
                half = prepare("half", mul, 1, SINTER_F32),
                div = prepare("div", two, 2, SINTER_I32),
                viaHost = prepare("host", two, 1, SINTER_I32),
                deep = prepare("deep", two, 1, SINTER_I32);
  prepare("many", two, 2, SINTER_I32);
  for (int round = 0; round != 2; ++round) {
    tell("add", SINTER_CALL(&add, (const sinter_call_t *, int32_t, int32_t), 40, -2));
    sinter_result_t product =
        SINTER_CALL(&times, (const sinter_call_t *, float, double, int64_t), 1.5f, 2.0, 4);
    double number;
    memcpy(&number, &product.value, 8);
    printf("mul: %g\n", number);
    sinter_result_t halved = SINTER_CALL(&half, (const sinter_call_t *, float), 5.0f);
    uint32_t bits = (uint32_t)halved.value;
    float small;
    memcpy(&small, &bits, 4);
    printf("half: %g\n", (double)small);
    tell("div", SINTER_CALL(&div, (const sinter_call_t *, int32_t, int32_t), 1, 0));
    tell("host", SINTER_CALL(&viaHost, (const sinter_call_t *, int32_t), 3));
    tell("host", SINTER_CALL(&viaHost, (const sinter_call_t *, int32_t), -3));
    tell("deep", SINTER_CALL(&deep, (const sinter_call_t *, int32_t), 3));
  }
  sinter_store_delete(store);
  sinter_module_delete(module);
}
