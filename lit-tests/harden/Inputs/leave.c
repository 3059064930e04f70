/* Every way out of wasm code but a return: traps by fault and by call, within calls of each kind
   and within the host's, and exceptions to the host and past frames. */
#include "sinter/sinter.h"
#include <stdio.h>
#include <string.h>

extern const char sinter_module[];

static sinter_store_t *store;
static sinter_instance_t *instance;

static sinter_func_t *function(const char *name) {
  sinter_extern_t item;
  return sinter_instance_export(instance, name, strlen(name), &item) ? item.of.func : NULL;
}

static void tell(const char *what, sinter_error_t *error) {
  printf("%s: %s\n", what, error ? sinter_error_message(error) : "returned");
  sinter_error_delete(error);
}

static sinter_error_t *call(const char *name, int argument) {
  sinter_val_t value = {.kind = SINTER_I32};
  value.of.i32 = argument;
  return sinter_func_call(store, function(name), &value, 1, NULL, 0);
}

static sinter_error_t *again(void *data, sinter_store_t *from, const sinter_val_t *arguments,
                             sinter_val_t *results) {
  (void)data, (void)from, (void)results;
  return call("trap", arguments->of.i32);
}

int main(void) {
  sinter_module_t *module;
  sinter_valkind_t kind = SINTER_I32;
  const sinter_functype_t type = {&kind, 1, NULL, 0};
  sinter_extern_t import = {.kind = SINTER_EXTERN_FUNC};
  sinter_call_t divide;
  if (sinter_module_from_descriptor(sinter_module, &module) || !(store = sinter_store_new(NULL)))
    return 1;
  import.of.func = sinter_func_new(store, &type, again, NULL, NULL);
  if (sinter_instance_new(store, module, &import, 1, &instance) ||
      sinter_call_prepare(store, function("divide"), &type, &divide))
    return 1;
  for (int i = 0; i != 2; ++i) {
    tell("fault", call("trap", 3));
    tell("call", call("divide", 0));
    tell("typed call", SINTER_CALL(&divide, (const sinter_call_t *, int32_t), 0).error);
    tell("none", SINTER_CALL(&divide, (const sinter_call_t *, int32_t), 1).error);
    tell("host within", call("through", 3));
    tell("exception", call("throws", 3));
    tell("caught", call("catches", 3));
  }
  return 0;
}
