// Runs a command (WASI's _start) from a shared object as if it were the executable of the same module: with this
// process's streams and arguments. So scripts/bench compares the two forms of one program.
#include "sinter/sinter.h"

#include <stdio.h>

static int failed(sinter_error_t *error) {
  if (error)
    fprintf(stderr, "%s\n", sinter_error_message(error));
  return error != NULL;
}

int main(int argc, char **argv) {
  sinter_module_t *module;
  if (argc < 2 || failed(sinter_module_open(argv[1], &module)))
    return 99;
  sinter_wasi_config_t *wasi = sinter_wasi_config_new();
  for (int i = 1; i < argc; ++i)
    if (failed(sinter_wasi_config_add_argument(wasi, argv[i])))
      return 99;
  for (int stream = 0; stream < 3; ++stream)
    if (failed(sinter_wasi_config_set_file(wasi, stream, stream)))
      return 99;
  sinter_store_t *store = sinter_store_new(NULL);
  sinter_instance_t *instance;
  int32_t status;
  if (failed(sinter_instance_new_with_wasi(store, module, NULL, 0, wasi, &instance)) ||
      failed(sinter_instance_start(instance, &status)))
    return 99;
  sinter_store_delete(store);
  sinter_wasi_config_delete(wasi);
  sinter_module_delete(module);
  return status;
}
