//===-- SinterHost.cpp - Scripts by sinter.h, in one store ------------------===//

#include "SinterHost.h"

#include "Spectest.h"

namespace sinter::spec {

static Outcome take(sinter_error_t *error) {
  if (!error)
    return {};
  Outcome outcome = {
      false, sinter_error_kind(error), sinter_error_code(error), sinter_error_message(error), {}};
  sinter_error_delete(error);
  return outcome;
}

/// The instance, which Host hands around as what nobody may look into.
static sinter_instance_t *of(Host::Instance instance) {
  return static_cast<sinter_instance_t *>(const_cast<void *>(instance));
}

static bool find(Host::Instance instance, const std::string &name, sinter_extern_kind_t kind,
                 sinter_extern_t &item) {
  return sinter_instance_export(of(instance), name.data(), name.size(), &item) && item.kind == kind;
}

SinterHost::SinterHost(const Options &options) : loader(options) {
  sinter_config_t *config = sinter_config_new();
  sinter_config_set_guarded_memories(config, !options.checkedMemory);
  store = sinter_store_new(config);
  sinter_config_delete(config);
  linker = sinter_linker_new(store);
}

SinterHost::~SinterHost() {
  sinter_linker_delete(linker);
  sinter_store_delete(store);
}

bool SinterHost::defineSpectest() { return spec::defineSpectest(store, linker); }

Outcome SinterHost::instantiate(const std::vector<uint8_t> &bytes, Instance &instance) {
  std::string why;
  sinter_module_t *loaded = loader.load(bytes, why);
  if (!loaded)
    return {false, notLinked, 0, "the module does not compile: " + why, {}};
  sinter_instance_t *made = nullptr;
  Outcome outcome = take(sinter_linker_instantiate(linker, loaded, &made));
  instance = made;
  return outcome;
}

bool SinterHost::define(const std::string &name, Instance instance) {
  return sinter_linker_define_instance(linker, name.data(), name.size(), of(instance));
}

std::optional<Outcome> SinterHost::call(Instance instance, const std::string &name,
                                        const std::vector<sinter_val_t> &arguments,
                                        std::vector<sinter_val_t> &results) {
  sinter_extern_t item;
  if (!find(instance, name, SINTER_EXTERN_FUNC, item))
    return std::nullopt;
  results.resize(sinter_func_type(item.of.func).result_count);
  return take(sinter_func_call(store, item.of.func, arguments.data(), arguments.size(),
                               results.data(), results.size()));
}

std::optional<Outcome> SinterHost::read(Instance instance, const std::string &name,
                                        sinter_val_t &value) {
  sinter_extern_t item;
  if (!find(instance, name, SINTER_EXTERN_GLOBAL, item))
    return std::nullopt;
  sinter_global_get(item.of.global, &value);
  return Outcome();
}

} // namespace sinter::spec
