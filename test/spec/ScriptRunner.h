//===-- ScriptRunner.h - Runs one script in instanced form ------------------===//
//
// Every module becomes a shared object and an instance in one store, through
// a public C API and nothing else: sinter.h or wasm.h. Used up by one script.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Host.h"
#include "Report.h"

namespace sinter::spec {

class ScriptRunner {
public:
  ScriptRunner(const Options &options, Report &report);
  ScriptRunner(const ScriptRunner &) = delete;
  ScriptRunner &operator=(const ScriptRunner &) = delete;

  void run(const std::vector<ScriptCommand> &commands);

private:
  /// An instance, or why there is none.
  struct Unit {
    Host::Instance instance = nullptr;
    std::string reason = "there is no module";
    bool skipped = false; ///< else it failed
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
  void define(const std::string &name, Unit unit);
  /// Notes what else is not as the script expects when `module` is skipped.
  void noteSkipped(const Module &module, const std::string &reason);
  /// Judges a module, and fails the command where the API does not agree; false then.
  [[nodiscard]] bool judgeByBoth(const ScriptCommand &command, Judged &judged);
  /// Counts a command that cannot run for what `unit` lacks.
  void unavailable(const ScriptCommand &command, const Unit &unit);

  const Options &options;
  Report &report;
  std::unique_ptr<Host> host;
  Unit latest;
  std::map<std::string, Unit> named;
  std::map<std::string, Unit> absent; ///< by registered name: what could not be made
  std::map<std::string, Host::Instance> registered;
  /// Instances that a skipped module imported from, and would have changed; and the reason.
  std::map<Host::Instance, std::string> incomplete;
  std::map<std::string, const ScriptModule *> definitions;
  const ScriptModule *latestDefinition = nullptr;
};

} // namespace sinter::spec
