/*===-- PlainHost.c - A host in C11 that links libsinter without a C++ library ===*/
#include "HandMade.h"
#include "sinter/sinter.h"

#include <stdio.h>
#include <string.h>

static sinter_error_t *step(void *data, sinter_store_t *store, const sinter_val_t *arguments,
                            sinter_val_t *results) {
  (void)store;
  results[0].of.i32 = arguments[0].of.i32 + *(int *)data;
  return NULL;
}

int main(void) {
  int by = 10;
  sinter_module_t *module = NULL;
  sinter_error_t *error = sinter_module_from_descriptor(&handMade, &module);
  sinter_store_t *store = sinter_store_new(NULL);
  const sinter_valkind_t i32 = SINTER_I32;
  sinter_functype_t type = {&i32, 1, &i32, 1};
  sinter_extern_t import = {SINTER_EXTERN_FUNC, {sinter_func_new(store, &type, step, &by, NULL)}};
  sinter_instance_t *instance = NULL;
  if (!error)
    error = sinter_instance_new(store, module, &import, 1, &instance);
  sinter_extern_t export;
  sinter_val_t argument = {SINTER_I32, {.i32 = 31}}, result;
  if (!error && sinter_instance_export(instance, "step", 4, &export))
    error = sinter_func_call(store, export.of.func, &argument, 1, &result, 1);
  if (error) {
    fprintf(stderr, "%s\n", sinter_error_message(error));
    return 1;
  }
  printf("%d\n", result.of.i32);
  sinter_module_delete(module);
  sinter_store_delete(store);
  return result.of.i32 == 42 ? 0 : 1;
}
