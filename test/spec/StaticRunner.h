//===-- StaticRunner.h - Runs one script in static form ---------------------===//
//
// Every module that imports nothing but spectest becomes an executable, with
// the assertions about it linked in as a table that a native driver
// (driver/Driver.cpp) works through. Other modules, and assertions after a
// module was shared with others, need a host and are skipped.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Modules.h"
#include "Report.h"

namespace sinter::spec {

class StaticRunner {
public:
  StaticRunner(const Options &options, Report &report) : options(options), report(report) {}

  void run(const std::vector<ScriptCommand> &commands);

private:
  /// A module that becomes an executable, with what is asserted about it.
  struct Program {
    const ScriptModule *module = nullptr;
    const ScriptCommand *origin = nullptr;
    std::unique_ptr<Input> input;
    std::vector<const ScriptCommand *> commands;
    bool isShared = false; ///< other modules import from it by now
  };
  /// What a name in the script stands for.
  struct Unit {
    Program *program = nullptr;
    std::string reason = "there is no module"; ///< why there is no program
    bool skipped = false;                      ///< else it failed
  };
  /// How a program ended.
  struct Ending {
    int status = 0; ///< as from waitpid
    std::string messages;
  };

  // First the script is taken apart into programs, then each is run.
  void assign(const ScriptCommand &command);
  void assignModule(const ScriptCommand &command);
  void assignAction(const ScriptCommand &command);
  /// A program for `module`, or why there is none.
  Unit makeUnit(const ScriptCommand &command, const ScriptModule &module);
  void unavailable(const ScriptCommand &command, const Unit &unit);

  void runProgram(Program &program);
  void judgeRecords(const Program &program, const std::vector<uint8_t> &records,
                    const Ending &ending);
  [[nodiscard]] bool build(const Program &program, const std::string &path, std::string &why);
  [[nodiscard]] std::vector<uint8_t> table(const Program &program) const;
  [[nodiscard]] Ending execute(const std::string &path, std::vector<uint8_t> &output) const;
  void failAll(const Program &program, size_t first, const std::string &why);

  const Options &options;
  Report &report;
  std::vector<std::unique_ptr<Program>> programs;
  Unit latest;
  std::map<std::string, Unit> named;
  std::map<std::string, Program *> registered;
  std::map<std::string, const ScriptModule *> definitions;
  const ScriptModule *latestDefinition = nullptr;
};

} // namespace sinter::spec
