//===-- ScriptRunner.cpp - Runs one script in instanced form ----------------===//

#include "ScriptRunner.h"

#include "SinterHost.h"
#include "Values.h"
#ifndef SINTER_SPEC_INSTANCED_ONLY
#include "WasmHost.h"
#endif

#include <fmt/format.h>

namespace sinter::spec {

using Kind = ScriptCommand::Kind;

static std::unique_ptr<Host> makeHost(const Options &options) {
#ifndef SINTER_SPEC_INSTANCED_ONLY
  if (options.wasmApi)
    return std::make_unique<WasmHost>(options);
#endif
  return std::make_unique<SinterHost>(options);
}

ScriptRunner::ScriptRunner(const Options &options, Report &report)
    : options(options), report(report), host(makeHost(options)) {}

void ScriptRunner::run(const std::vector<ScriptCommand> &commands) {
  report.setTotal(uint32_t(commands.size()));
  if (!host->defineSpectest()) {
    report.fail(1, "cannot make the host module spectest");
    return;
  }
  for (const ScriptCommand &command : commands) {
    report.begin(command.line);
    run(command);
  }
}

void ScriptRunner::run(const ScriptCommand &command) {
  switch (command.kind) {
  case Kind::Module:
    return module(command);
  case Kind::Instance:
    return instance(command);
  case Kind::Register:
    return registerUnit(command);
  case Kind::Action:
  case Kind::AssertReturn:
  case Kind::AssertTrap:
  case Kind::AssertExhaustion:
  case Kind::AssertException:
    return action(command);
  case Kind::AssertInvalid:
  case Kind::AssertMalformed:
  case Kind::AssertInvalidCustom:
  case Kind::AssertMalformedCustom:
    return assertRejected(command);
  case Kind::AssertTrapModule:
  case Kind::AssertUnlinkable:
    return assertInstantiationFails(command);
  case Kind::Unparsed:
    return report.fail(command.line,
                       fmt::format("line {} does not parse: {}", command.errorLine, command.error));
  }
}

void ScriptRunner::define(const std::string &name, Unit unit) {
  if (!name.empty())
    named[name] = unit;
  latest = std::move(unit);
}

void ScriptRunner::unavailable(const ScriptCommand &command, const Unit &unit) {
  if (unit.skipped)
    report.skip(unit.reason);
  else
    report.fail(command.line, unit.reason);
}

void ScriptRunner::noteSkipped(const Module &module, const std::string &reason) {
  forImports(module, [&](const ImportName &import) {
    auto found = registered.find(std::string(import.module));
    if (found != registered.end())
      incomplete.emplace(found->second, reason);
  });
}

Outcome ScriptRunner::instantiate(const ScriptModule &module, Unit &unit) {
  Judged judged = judge(module, options);
  if (judged.verdict != Judged::Verdict::Valid) {
    unit.skipped = judged.verdict == Judged::Verdict::Unavailable;
    if (unit.skipped && judged.input)
      noteSkipped(judged.input->module, judged.message);
    unit.reason = unit.skipped ? judged.message : "the module is refused: " + judged.message;
    return {false, notLinked, 0, unit.reason, {}};
  }
  bool isLinkable = true;
  forImports(judged.input->module, [&](const ImportName &import) {
    auto found = absent.find(std::string(import.module));
    if (found != absent.end())
      unit = found->second;
    else
      return;
    isLinkable = false;
  });
  if (!isLinkable)
    return {false, notLinked, 0, unit.reason, {}};

  Outcome outcome = host->instantiate(module.bytes, unit.instance);
  unit.skipped = !outcome.skipped.empty();
  if (unit.skipped) {
    noteSkipped(judged.input->module, outcome.skipped);
    unit.reason = outcome.skipped;
    return {false, notLinked, 0, unit.reason, {}};
  }
  if (!outcome.ok)
    unit.reason = "the module has no instance: " + outcome.message;
  return outcome;
}

void ScriptRunner::module(const ScriptCommand &command) {
  const ScriptModule &module = command.module;
  if (module.isDefinition) {
    latestDefinition = &module;
    if (!module.name.empty())
      definitions[module.name] = &module;
    Judged judged;
    if (!judgeByBoth(command, judged))
      return;
    if (judged.verdict == Judged::Verdict::Valid)
      report.pass();
    else if (judged.verdict == Judged::Verdict::Unavailable)
      report.skip(judged.message);
    else
      report.fail(command.line, "the module is refused: " + judged.message);
    return;
  }
  Unit unit;
  if (instantiate(module, unit).ok)
    report.pass();
  else
    unavailable(command, unit);
  define(module.name, std::move(unit));
}

void ScriptRunner::instance(const ScriptCommand &command) {
  const ScriptModule *module = latestDefinition;
  if (!command.source.empty()) {
    auto found = definitions.find(command.source);
    module = found == definitions.end() ? nullptr : found->second;
  }
  Unit unit;
  if (!module)
    unit.reason = "there is no definition of that name";
  if (module && instantiate(*module, unit).ok)
    report.pass();
  else
    unavailable(command, unit);
  define(command.name, std::move(unit));
}

void ScriptRunner::registerUnit(const ScriptCommand &command) {
  const Unit &unit = command.source.empty() ? latest : named[command.source];
  if (!unit.instance) {
    absent[command.name] = unit;
    return unavailable(command, unit);
  }
  absent.erase(command.name);
  registered[command.name] = unit.instance;
  if (host->define(command.name, unit.instance))
    report.pass();
  else
    report.fail(command.line, "the module's exports cannot be defined");
}

bool ScriptRunner::judgeByBoth(const ScriptCommand &command, Judged &judged) {
  judged = judge(command.module, options);
  if (command.module.textError)
    return true;
  std::optional<bool> valid = host->validates(command.module.bytes);
  if (!valid || *valid == (judged.verdict == Judged::Verdict::Valid))
    return true;
  report.fail(command.line, *valid ? "the API holds for valid what the front end refuses"
                                   : "the API refuses what the front end holds for valid");
  return false;
}

void ScriptRunner::assertRejected(const ScriptCommand &command) {
  Judged judged;
  if (!judgeByBoth(command, judged))
    return;
  bool isCustom =
      command.kind == Kind::AssertInvalidCustom || command.kind == Kind::AssertMalformedCustom;
  switch (judged.verdict) {
  case Judged::Verdict::Unavailable:
    return report.skip(judged.message);
  case Judged::Verdict::Valid:
    if (isCustom)
      return report.skip("the contents of custom sections are not checked");
    return report.fail(
        command.line,
        fmt::format("a module that is not valid is accepted (expected: {})", command.message));
  case Judged::Verdict::Invalid:
    if (judged.message.find(command.message) == std::string::npos)
      report.note(command.line, fmt::format("refused with \"{}\", the script has \"{}\"",
                                            judged.message, command.message));
    return report.pass();
  }
}

/// Messages of the script and ours agree if one begins with the other.
static bool agrees(std::string_view expected, std::string_view actual) {
  return actual.starts_with(expected) || expected.starts_with(actual);
}

void ScriptRunner::assertInstantiationFails(const ScriptCommand &command) {
  Unit unit;
  Outcome outcome = instantiate(command.module, unit);
  if (outcome.ok)
    return report.fail(command.line, fmt::format("a module is instantiated that must not be: {}",
                                                 command.message));
  if (outcome.kind == notLinked)
    return unavailable(command, unit);
  sinter_error_kind_t wanted =
      command.kind == Kind::AssertTrapModule ? SINTER_ERROR_TRAP : SINTER_ERROR_LINK;
  if (outcome.kind != wanted || !agrees(command.message, outcome.message))
    return report.fail(command.line, fmt::format("instantiation fails with \"{}\", expected \"{}\"",
                                                 outcome.message, command.message));
  report.pass();
}

void ScriptRunner::action(const ScriptCommand &command) {
  const ScriptAction &action = command.action;
  const Unit &unit = action.module.empty() ? latest : named[action.module];
  if (!unit.instance)
    return unavailable(command, unit);
  if (auto found = incomplete.find(unit.instance); found != incomplete.end())
    return report.skip(found->second);
  std::vector<sinter_val_t> arguments, results;
  for (const ScriptValue &argument : action.arguments) {
    std::optional<sinter_val_t> value = toValue(argument);
    if (!value)
      return report.fail(command.line, "an argument has a type that the C API lacks");
    arguments.push_back(*value);
  }
  std::optional<Outcome> outcome;
  if (action.kind == ScriptAction::Kind::Invoke)
    outcome = host->call(unit.instance, action.name, arguments, results);
  else
    outcome = host->read(unit.instance, action.name, results.emplace_back());
  if (!outcome)
    return report.fail(command.line, fmt::format("there is no export \"{}\"", action.name));
  if (!outcome->skipped.empty())
    return report.skip(outcome->skipped);
  judgeOutcome(command, *outcome, results);
}

void ScriptRunner::judgeOutcome(const ScriptCommand &command, const Outcome &outcome,
                                const std::vector<sinter_val_t> &results) {
  const std::string &name = command.action.name;
  auto fail = [&](const std::string &why) {
    report.fail(command.line, fmt::format("{} \"{}\": {}", toString(command.kind), name, why));
  };
  if (command.kind == Kind::AssertException) {
    if (outcome.ok || outcome.kind != SINTER_ERROR_EXCEPTION)
      return fail(outcome.ok
                      ? "returned, expected an exception"
                      : fmt::format("ended with \"{}\", expected an exception", outcome.message));
    return report.pass();
  }
  if (command.kind == Kind::AssertTrap || command.kind == Kind::AssertExhaustion) {
    if (outcome.ok)
      return fail(fmt::format("returned, expected the trap \"{}\"", command.message));
    if (outcome.kind != SINTER_ERROR_TRAP || !agrees(command.message, outcome.message))
      return fail(
          fmt::format("ended with \"{}\", expected \"{}\"", outcome.message, command.message));
    return report.pass();
  }
  if (!outcome.ok)
    return fail(fmt::format("ended with \"{}\"", outcome.message));
  if (command.kind == Kind::Action)
    return report.pass();
  if (results.size() != command.results.size())
    return fail(
        fmt::format("gave {} results, expected {}", results.size(), command.results.size()));
  for (size_t i = 0; i != results.size(); ++i)
    if (!matches(command.results[i], results[i]))
      return fail(fmt::format("result {} is {}, expected {}", i, describe(results[i]),
                              describe(command.results[i])));
  report.pass();
}

} // namespace sinter::spec
