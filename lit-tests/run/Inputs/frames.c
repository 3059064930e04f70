/* Calls every exported function, of each module named or of the one that is linked (its descriptor is LINKED), and prints
   what the error says. */
#include "sinter/sinter.h"

#include <stdio.h>

#ifdef LINKED
extern const char LINKED[];
#define OPEN(NAME, MODULE) sinter_module_from_descriptor(LINKED, MODULE)
#else
#define OPEN sinter_module_open
#endif

int main(int count, char **arguments) {
  sinter_store_t *store = sinter_store_new(NULL);
  sinter_module_t *modules[8];
  sinter_instance_t *instances[8];
  for (int m = 1; m < count; ++m)
    if (OPEN(arguments[m], &modules[m]) ||
        sinter_instance_new(store, modules[m], NULL, 0, &instances[m]))
      return 1;
  for (int m = 1; m < count; ++m)
    for (size_t i = 0; i != sinter_module_export_count(modules[m]); ++i) {
      sinter_externtype_t type;
      sinter_module_export(modules[m], i, &type);
      if (type.kind != SINTER_EXTERN_FUNC)
        continue;
      sinter_func_t *func = sinter_instance_export_at(instances[m], i).of.func;
      sinter_error_t *error = sinter_func_call(store, func, NULL, 0, NULL, 0);
      printf("%s: %s", type.name, error ? sinter_error_message(error) : "no error");
      for (size_t f = 0; error && f != sinter_error_frame_count(error); ++f)
        printf("%s %s", f ? "," : " in", sinter_error_frame(error, f));
      printf("\n");
      sinter_error_delete(error);
    }
  for (int m = 1; m < count; ++m)
    sinter_module_delete(modules[m]);
  sinter_store_delete(store);
}
