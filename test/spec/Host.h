//===-- Host.h - The API by which a script's modules run --------------------===//
//
// What ScriptRunner asks of an embedding API: sinter.h (SinterHost) or the standard wasm.h over it
// (WasmHost). Values are those of sinter.h for both; of references only their numbers and whether
// they are null count.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Modules.h"

namespace sinter::spec {

/// What became of a call or an instantiation.
struct Outcome {
  bool ok = true;
  sinter_error_kind_t kind{};
  int32_t code = 0;
  std::string message;
  std::string skipped; ///< Why the API cannot express it; then nothing else counts.
};

/// Outcomes of our own making: the module never came to be linked.
inline constexpr sinter_error_kind_t notLinked = SINTER_ERROR_LOAD;

class Host {
public:
  /// An instance, by which the host knows it.
  using Instance = const void *;

  Host() = default;
  Host(const Host &) = delete;
  Host &operator=(const Host &) = delete;
  virtual ~Host() = default;

  [[nodiscard]] virtual bool defineSpectest() = 0;
  /// Whether the API holds a module for valid, where it has a say of its own.
  [[nodiscard]] virtual std::optional<bool> validates(const std::vector<uint8_t> &bytes) = 0;
  /// Compiles and instantiates a valid module.
  [[nodiscard]] virtual Outcome instantiate(const std::vector<uint8_t> &bytes,
                                            Instance &instance) = 0;
  /// Makes the instance's exports imports of what follows.
  [[nodiscard]] virtual bool define(const std::string &name, Instance instance) = 0;
  /// Calls an export or reads it, a global; nothing if there is none of that name and kind.
  [[nodiscard]] virtual std::optional<Outcome> call(Instance instance, const std::string &name,
                                                    const std::vector<sinter_val_t> &arguments,
                                                    std::vector<sinter_val_t> &results) = 0;
  [[nodiscard]] virtual std::optional<Outcome> read(Instance instance, const std::string &name,
                                                    sinter_val_t &value) = 0;
};

} // namespace sinter::spec
