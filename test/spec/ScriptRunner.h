//===-- ScriptRunner.h - Runs one script in instanced form ------------------===//
//
// Every module becomes a shared object and an instance in one store, through
// the public C API and nothing else. Used up by one script.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Modules.h"
#include "Report.h"

namespace sinter::spec {

class ScriptRunner {
public:
  ScriptRunner(const Options &options, Report &report);
  ~ScriptRunner();
  ScriptRunner(const ScriptRunner &) = delete;
  ScriptRunner &operator=(const ScriptRunner &) = delete;

  void run(const std::vector<ScriptCommand> &commands);

private:
  /// An instance, or why there is none.
  struct Unit {
    sinter_instance_t *instance = nullptr;
    std::string reason = "there is no module";
    bool skipped = false; ///< else it failed
  };
  /// The error of a call, taken apart.
  struct Outcome {
    bool ok = true;
    sinter_error_kind_t kind{};
    int32_t code = 0;
    std::string message;
  };

  void run(const ScriptCommand &command);
  void module(const ScriptCommand &command);
  void instance(const ScriptCommand &command);
  void registerUnit(const ScriptCommand &command);
  void assertRejected(const ScriptCommand &command);
  void assertInstantiationFails(const ScriptCommand &command);
  void action(const ScriptCommand &command);
  void judgeOutcome(const ScriptCommand &command, const Outcome &outcome,
                    const std::vector<sinter_val_t> &results);

  /// Compiles and instantiates; `unit` tells why not.
  [[nodiscard]] Outcome instantiate(const ScriptModule &module, Unit &unit);
  [[nodiscard]] static Outcome take(sinter_error_t *error);
  void define(const std::string &name, Unit unit);
  /// Notes what else is not as the script expects when `module` is skipped.
  void noteSkipped(const Module &module, const std::string &reason);
  /// Counts a command that cannot run for what `unit` lacks.
  void unavailable(const ScriptCommand &command, const Unit &unit);

  const Options &options;
  Report &report;
  ModuleLoader loader;
  sinter_store_t *store = nullptr;
  sinter_linker_t *linker = nullptr;
  Unit latest;
  std::map<std::string, Unit> named;
  std::map<std::string, Unit> absent; ///< by registered name: what could not be made
  std::map<std::string, sinter_instance_t *> registered;
  /// Instances that a skipped module imported from, and would have changed; and the reason.
  std::map<const sinter_instance_t *, std::string> incomplete;
  std::map<std::string, const ScriptModule *> definitions;
  const ScriptModule *latestDefinition = nullptr;
};

} // namespace sinter::spec
