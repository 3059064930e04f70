/* What errors say of the functions that ran, innermost first; also when the module is gone. */
#include "sinter/sinter.h"

#include <stdio.h>
#include <string.h>

static sinter_store_t *store;
static sinter_instance_t *instance;

static void show(const char *name, sinter_error_t *error) {
  printf("%s: %s", name, sinter_error_message(error));
  size_t count = sinter_error_frame_count(error), shown = count < 5 ? count : 5;
  for (size_t i = 0; i != shown; ++i)
    printf("%s %s", i ? "," : " in", sinter_error_frame(error, i));
  if (shown != count)
    printf(" ... %zu%s", count, sinter_error_has_more_frames(error) ? " and more" : "");
  printf("\n");
  sinter_error_delete(error);
}

static sinter_error_t *call(const char *name) {
  sinter_extern_t item;
  sinter_val_t result;
  if (!sinter_instance_export(instance, name, strlen(name), &item))
    return sinter_error_new(SINTER_ERROR_USE, 0, "no such export");
  return sinter_func_call(store, item.of.func, NULL, 0, &result,
                          sinter_func_type(item.of.func).result_count);
}

/* Calls back, and adds nothing to what the error says then. */
static sinter_error_t *again(void *data, sinter_store_t *from, const sinter_val_t *arguments,
                             sinter_val_t *results) {
  (void)data, (void)from, (void)arguments, (void)results;
  return call("fault");
}
static sinter_error_t *refuse(void *data, sinter_store_t *from, const sinter_val_t *arguments,
                              sinter_val_t *results) {
  (void)data, (void)from, (void)arguments, (void)results;
  return sinter_error_new(SINTER_ERROR_HOST, 5, "refused");
}

static sinter_error_t *open(const char *path, const sinter_config_t *config) {
  sinter_module_t *module;
  sinter_error_t *error = sinter_module_open(path, &module);
  if (error)
    return error;
  const sinter_functype_t type = {NULL, 0, NULL, 0};
  store = sinter_store_new(config);
  sinter_extern_t imports[] = {
      {SINTER_EXTERN_FUNC, {sinter_func_new(store, &type, again, NULL, NULL)}},
      {SINTER_EXTERN_FUNC, {sinter_func_new(store, &type, refuse, NULL, NULL)}}};
  error = sinter_instance_new(store, module, imports, 2, &instance);
  sinter_module_delete(module);
  return error;
}

int main(int count, char **arguments) {
  (void)count;
  sinter_error_t *error = open(arguments[1], NULL);
  if (error)
    return show("open", error), 1;
  const char *names[] = {"divide", "fault", "deep", "hosts", "callsBack", "throws"};
  for (size_t i = 0; i != sizeof names / sizeof *names; ++i)
    show(names[i], call(names[i]));
  sinter_extern_t item;
  sinter_call_t typed;
  const sinter_functype_t type = {NULL, 0, NULL, 0};
  sinter_instance_export(instance, "fault", 5, &item);
  sinter_error_delete(sinter_call_prepare(store, item.of.func, &type, &typed));
  show("typed", SINTER_CALL(&typed, (const sinter_call_t *)).error);
  show("typed", SINTER_CALL(&typed, (const sinter_call_t *)).error);
  sinter_store_set_deadline(store, 20000);
  show("loop", call("loop"));
  error = call("divide");
  sinter_store_delete(store);
  show("later", error);
  sinter_config_t *config = sinter_config_new();
  sinter_config_set_backtraces(config, false);
  error = open(arguments[1], config);
  sinter_config_delete(config);
  if (error)
    return show("open", error), 1;
  show("without", call("divide"));
  sinter_store_delete(store);
}
