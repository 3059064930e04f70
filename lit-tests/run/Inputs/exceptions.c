/* Exceptions between two modules and a host: caught in another module, handed to the host as an error with
   its values, thrown again by returning that error, and made by the host. */
#include "sinter/sinter.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sinter_extern_t throwItem, tagItem;
static int ownException;

static void check(sinter_error_t *error) {
  if (!error)
    return;
  fprintf(stderr, "%s\n", sinter_error_message(error));
  exit(1);
}

static sinter_extern_t export(sinter_instance_t *from, const char *name) {
  sinter_extern_t item;
  if (!sinter_instance_export(from, name, strlen(name), &item))
    exit(2);
  return item;
}

static sinter_error_t *call(void *data, sinter_store_t *store, const sinter_val_t *arguments,
                            sinter_val_t *results) {
  (void)data, (void)results;
  if (!ownException)
    return sinter_func_call(store, throwItem.of.func, arguments, 1, 0, 0);
  sinter_val_t values[2] = {arguments[0], {.kind = SINTER_V128}};
  values[0].of.i32 *= 2;
  sinter_exn_t *exn;
  check(sinter_exn_new(store, tagItem.of.tag, values, 2, &exn));
  return sinter_error_from_exn(store, exn);
}

static int run(sinter_store_t *store, sinter_instance_t *from, const char *name, int argument) {
  sinter_val_t value = {.kind = SINTER_I32}, result;
  value.of.i32 = argument;
  check(sinter_func_call(store, export(from, name).of.func, &value, 1, &result, 1));
  return result.of.i32;
}

int main(int argc, char **argv) {
  (void)argc;
  sinter_store_t *store = sinter_store_new(0);
  sinter_linker_t *linker = sinter_linker_new(store);
  sinter_module_t *inner, *outer;
  sinter_instance_t *innerInstance, *outerInstance;
  check(sinter_module_open(argv[1], &inner));
  check(sinter_module_open(argv[2], &outer));
  check(sinter_linker_instantiate(linker, inner, &innerInstance));
  sinter_linker_define_instance(linker, "inner", 5, innerInstance);
  throwItem = export(innerInstance, "throw");
  tagItem = export(innerInstance, "e");
  sinter_valkind_t kind = SINTER_I32;
  sinter_functype_t type = {&kind, 1, 0, 0};
  sinter_extern_t item = {.kind = SINTER_EXTERN_FUNC};
  item.of.func = sinter_func_new(store, &type, call, 0, 0);
  sinter_linker_define(linker, "host", 4, "call", 4, item);
  check(sinter_linker_instantiate(linker, outer, &outerInstance));

  printf("direct %d\n", run(store, outerInstance, "direct", 5));
  printf("through %d\n", run(store, outerInstance, "through", 6));
  ownException = 1;
  printf("own %d\n", run(store, outerInstance, "through", 7));
  for (int i = 0; i < 1000; ++i) {
    sinter_val_t argument = {.kind = SINTER_I32}, values[2];
    argument.of.i32 = i;
    sinter_error_t *error =
        sinter_func_call(store, export(outerInstance, "uncaught").of.func, &argument, 1, 0, 0);
    if (!error || sinter_error_kind(error) != SINTER_ERROR_EXCEPTION)
      return 3;
    sinter_exn_t *exn = sinter_error_exn(error);
    check(sinter_exn_values(exn, tagItem.of.tag, values, 2));
    if (values[0].of.i32 != i || values[1].of.v128[8] != 4)
      return 4;
    sinter_tag_t *another = i ? 0 : sinter_tag_new(store, &type);
    if (another) {
      sinter_error_t *refusal = sinter_exn_values(exn, another, values, 1);
      printf("refused: %s\n", sinter_error_message(refusal));
      sinter_error_delete(refusal);
    }
    sinter_error_delete(error);
  }
  puts("uncaught 1000");
  sinter_linker_delete(linker);
  sinter_store_delete(store);
  sinter_module_delete(inner);
  sinter_module_delete(outer);
  return 0;
}
