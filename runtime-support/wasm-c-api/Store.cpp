//===-- Store.cpp - Configurations, engines, stores -------------------------===//
//
// An engine is its configuration; stores keep it. What went wrong where wasm.h has no trap to say
// so is kept as the store's last failure.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

void releaseEngine(wasm_engine_t *engine) {
  if (!engine || __atomic_sub_fetch(&engine->references, 1, __ATOMIC_ACQ_REL))
    return;
  wasm_config_delete(engine->config);
  free(engine);
}

bool note(wasm_store_t *store, sinter_error_t *error) {
  if (!error)
    return false;
  sinter_error_delete(store->failure);
  store->failure = error;
  return true;
}

bool fail(wasm_store_t *store, const char *message) {
  return note(store, sinter_error_new(SINTER_ERROR_USE, 0, message));
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

wasm_config_t *wasm_config_new(void) {
  auto *config = make<wasm_config_t>();
  if (config)
    config->config = sinter_config_new();
  if (!config || !config->config) {
    free(config);
    return nullptr;
  }
  config->optimisation = '2';
  return config;
}

void wasm_config_delete(wasm_config_t *config) {
  if (!config)
    return;
  sinter_config_delete(config->config);
  free(config->features);
  free(config);
}

sinter_config_t *sinter_wasm_config(wasm_config_t *config) { return config->config; }

void sinter_wasm_config_set_optimisation(wasm_config_t *config, char level) {
  config->optimisation = level;
}

void sinter_wasm_config_set_features(wasm_config_t *config, const char *features) {
  free(config->features);
  config->features = features ? strdup(features) : nullptr;
}

void sinter_wasm_config_set_checked_memory(wasm_config_t *config, bool checked) {
  config->checkedMemory = checked;
  sinter_config_set_guarded_memories(config->config, !checked);
}

wasm_engine_t *wasm_engine_new(void) { return wasm_engine_new_with_config(wasm_config_new()); }

wasm_engine_t *wasm_engine_new_with_config(wasm_config_t *config) {
  auto *engine = config ? make<wasm_engine_t>() : nullptr;
  if (!engine) {
    wasm_config_delete(config);
    return nullptr;
  }
  engine->config = config;
  engine->references = 1;
  return engine;
}

void wasm_engine_delete(wasm_engine_t *engine) { releaseEngine(engine); }

wasm_store_t *wasm_store_new(wasm_engine_t *engine) {
  auto *store = make<wasm_store_t>();
  if (store)
    store->store = sinter_store_new(engine->config->config);
  if (!store || !store->store) {
    free(store);
    return nullptr;
  }
  __atomic_fetch_add(&engine->references, 1, __ATOMIC_RELAXED);
  store->engine = engine;
  store->handles = 1;
  return store;
}

void wasm_store_delete(wasm_store_t *store) {
  if (store)
    releaseHandle(store);
}

sinter_store_t *sinter_wasm_store(wasm_store_t *store) { return store->store; }

const char *sinter_wasm_message(const wasm_store_t *store) {
  return store->failure ? sinter_error_message(store->failure) : nullptr;
}

wasm_foreign_t *wasm_foreign_new(wasm_store_t *store) {
  return handle(makeRef<wasm_foreign_t>(store, Kind::Foreign));
}
