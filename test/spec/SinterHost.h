//===-- SinterHost.h - Scripts by sinter.h, in one store --------------------===//
#pragma once

#include "Host.h"

namespace sinter::spec {

class SinterHost : public Host {
public:
  explicit SinterHost(const Options &options);
  ~SinterHost() override;

  bool defineSpectest() override;
  std::optional<bool> validates(const std::vector<uint8_t> &) override { return std::nullopt; }
  Outcome instantiate(const std::vector<uint8_t> &bytes, Instance &instance) override;
  bool define(const std::string &name, Instance instance) override;
  std::optional<Outcome> call(Instance instance, const std::string &name,
                              const std::vector<sinter_val_t> &arguments,
                              std::vector<sinter_val_t> &results) override;
  std::optional<Outcome> read(Instance instance, const std::string &name,
                              sinter_val_t &value) override;

private:
  ModuleLoader loader;
  sinter_store_t *store = nullptr;
  sinter_linker_t *linker = nullptr;
};

} // namespace sinter::spec
