/*===-- run.c - Runs a shared object as a program, by libsinter ---------------===*/
/* run APP.so [--dir HOST::GUEST | --dir-ro HOST::GUEST | --env NAME=VALUE | --listen FD]... --
 * [ARGUMENT]... */
#include "sinter/sinter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failed(sinter_error_t *error) {
  if (!error)
    return 0;
  fprintf(stderr, "%s: %s\n", sinter_error_kind(error) == SINTER_ERROR_TRAP ? "trap" : "error",
          sinter_error_message(error));
  sinter_error_delete(error);
  return 1;
}

int main(int count, char **arguments) {
  sinter_wasi_config_t *wasi = sinter_wasi_config_new();
  sinter_error_t *error = sinter_wasi_config_add_argument(wasi, arguments[1]);
  int i = 2;
  for (; i + 1 < count && !error && strcmp(arguments[i], "--") != 0; i += 2) {
    const char *option = arguments[i];
    char *value = arguments[i + 1];
    char *split = strstr(value, strcmp(option, "--env") == 0 ? "=" : "::");
    if (strcmp(option, "--listen") == 0) {
      error = sinter_wasi_config_add_socket(wasi, atoi(value));
    } else if (strcmp(option, "--env") == 0) {
      *split = 0;
      error = sinter_wasi_config_add_variable(wasi, value, split + 1);
    } else {
      *split = 0;
      error =
          sinter_wasi_config_add_directory(wasi, value, split + 2, strcmp(option, "--dir-ro") == 0);
    }
  }
  for (++i; i < count && !error; ++i)
    error = sinter_wasi_config_add_argument(wasi, arguments[i]);
  for (int stream = 0; stream != 3 && !error; ++stream)
    error = sinter_wasi_config_set_file(wasi, stream, stream);
  sinter_module_t *module = NULL;
  sinter_instance_t *instance = NULL;
  int32_t status = 0;
  if (!error)
    error = sinter_module_open(arguments[1], &module);
  sinter_store_t *store = sinter_store_new(NULL);
  if (!error)
    error = sinter_instance_new_with_wasi(store, module, NULL, 0, wasi, &instance);
  if (!error)
    error = sinter_instance_start(instance, &status);
  if (failed(error))
    status = 134;
  sinter_store_delete(store);
  sinter_wasi_config_delete(wasi);
  sinter_module_delete(module);
  return status;
}
