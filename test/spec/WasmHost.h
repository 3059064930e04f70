//===-- WasmHost.h - Scripts by wasm.h, in one store ------------------------===//
//
// Nothing but what programs for the standard C API can do, compiling included; of wasm-sinter.h
// only the options that the command line has, and what kind of error a trap is. What does not pass
// the interface (vectors, exceptions, shared memories, 64-bit limits) is said to be skipped.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Host.h"

#include "wasm-sinter.h"

#include <map>

namespace sinter::spec {

class WasmHost : public Host {
public:
  explicit WasmHost(const Options &options);
  ~WasmHost() override;

  bool defineSpectest() override;
  std::optional<bool> validates(const std::vector<uint8_t> &bytes) override;
  Outcome instantiate(const std::vector<uint8_t> &bytes, Instance &instance) override;
  bool define(const std::string &name, Instance instance) override;
  std::optional<Outcome> call(Instance instance, const std::string &name,
                              const std::vector<sinter_val_t> &arguments,
                              std::vector<sinter_val_t> &results) override;
  std::optional<Outcome> read(Instance instance, const std::string &name,
                              sinter_val_t &value) override;

private:
  /// An instance's exports by name, which it keeps alive.
  using Exports = std::map<std::string, wasm_extern_t *>;

  [[nodiscard]] wasm_module_t *load(const std::vector<uint8_t> &bytes);
  /// The reference that stands for a number of the script's.
  [[nodiscard]] wasm_ref_t *foreignFor(void *number);
  void defineOwn(const char *name, wasm_extern_t *item);
  void defineFunction(const char *name, const sinter_valkind_t *parameters);

  wasm_engine_t *engine = nullptr;
  wasm_store_t *store = nullptr;
  std::map<std::vector<uint8_t>, wasm_module_t *> modules;
  std::map<Instance, Exports> instances;
  std::map<std::string, Exports> definitions; ///< lent by `instances`
  Exports spectest;
  std::map<void *, wasm_foreign_t *> foreigns;
};

} // namespace sinter::spec
