//===-- Modules.h - From a script's module to code --------------------------===//
//
// The front end judges a module first, which decides whether a command is
// skipped (the module needs a feature that is not built), a failure, or worth
// compiling. Modules are compiled in this process and loaded from a shared
// object that is deleted as soon as it is open; equal bytes are compiled once.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Options.h"
#include "driver/Input.h"
#include "sinter/sinter.h"
#include "text/Script.h"

#include <map>
#include <memory>

namespace sinter::spec {

/// A module as the front end sees it.
struct Judged {
  enum class Verdict : uint8_t { Valid, Invalid, Unavailable } verdict{};
  std::string message;          ///< unless Valid
  std::unique_ptr<Input> input; ///< incomplete unless Valid; null if the text has errors
};

[[nodiscard]] Judged judge(const ScriptModule &module, const Options &options);

/// Whether a message of the compiler says that a feature is missing rather than that the input is
/// wrong.
[[nodiscard]] bool isUnavailable(std::string_view message);

/// Calls visit(ImportName) for each import of a module that may have been read only in part.
template <typename F> void forImports(const Module &module, F visit) {
  auto each = [&](const auto &items) {
    for (const auto &item : items)
      if (item.import)
        visit(*item.import);
  };
  each(module.functions);
  each(module.tables);
  each(module.memories);
  each(module.globals);
  each(module.tags);
}

class ModuleLoader {
public:
  explicit ModuleLoader(const Options &options) : options(options) {}
  ~ModuleLoader();
  ModuleLoader(const ModuleLoader &) = delete;
  ModuleLoader &operator=(const ModuleLoader &) = delete;

  /// Compiles and opens a valid module; null after an error in `why`.
  [[nodiscard]] sinter_module_t *load(const std::vector<uint8_t> &bytes, std::string &why);

private:
  const Options &options;
  std::map<std::vector<uint8_t>, sinter_module_t *> loaded;
};

} // namespace sinter::spec
