/*===-- count-plugin.c - Counts instructions that QEMU executes ------------===*/
//
// A plugin of QEMU's user mode: one addition per block of translated code. The
// count goes to the file that the argument out= names, when the program ends.
// What it uses of QEMU's plugin interface (version 1) is declared here, so that nothing
// of QEMU's source is needed.
//
/*===----------------------------------------------------------------------===*/
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint64_t PluginId;
typedef struct qemu_plugin_tb Block;

size_t qemu_plugin_tb_n_insns(const Block *block);
void qemu_plugin_register_vcpu_tb_trans_cb(PluginId id, void (*translated)(PluginId, Block *));
/* Operation 0 adds `value` to the 64 bits at `counter` whenever the block is entered. */
void qemu_plugin_register_vcpu_tb_exec_inline(Block *block, int operation, void *counter,
                                              uint64_t value);
void qemu_plugin_register_atexit_cb(PluginId id, void (*ended)(PluginId, void *), void *data);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

static uint64_t executed;
static char path[4096];

static void onTranslated(PluginId id, Block *block) {
  (void)id;
  qemu_plugin_register_vcpu_tb_exec_inline(block, 0, &executed, qemu_plugin_tb_n_insns(block));
}

static void onEnd(PluginId id, void *data) {
  (void)id, (void)data;
  FILE *file = fopen(path, "w");
  if (!file)
    return;
  fprintf(file, "%" PRIu64 "\n", executed);
  fclose(file);
}

__attribute__((visibility("default"))) int qemu_plugin_install(PluginId id, const void *info,
                                                               int argc, char **argv) {
  (void)info;
  for (int i = 0; i < argc; i++)
    if (strncmp(argv[i], "out=", 4) == 0)
      snprintf(path, sizeof(path), "%s", argv[i] + 4);
  qemu_plugin_register_vcpu_tb_trans_cb(id, onTranslated);
  qemu_plugin_register_atexit_cb(id, onEnd, NULL);
  return path[0] ? 0 : -1;
}
