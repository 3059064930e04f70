//===-- ScriptRunner.cpp - Runs one script in instanced form ----------------===//

#include "ScriptRunner.h"

#include "Spectest.h"
#include "Values.h"

#include <fmt/format.h>

namespace sinter::spec {

using Kind = ScriptCommand::Kind;

ScriptRunner::ScriptRunner(const Options &options, Report &report)
    : options(options), report(report), loader(options) {
  sinter_config_t *config = sinter_config_new();
  sinter_config_set_guarded_memories(config, !options.checkedMemory);
  store = sinter_store_new(config);
  sinter_config_delete(config);
  linker = sinter_linker_new(store);
}

ScriptRunner::~ScriptRunner() {
  sinter_linker_delete(linker);
  sinter_store_delete(store);
}

void ScriptRunner::run(const std::vector<ScriptCommand> &commands) {
  report.setTotal(uint32_t(commands.size()));
  if (!defineSpectest(store, linker)) {
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

ScriptRunner::Outcome ScriptRunner::take(sinter_error_t *error) {
  if (!error)
    return {};
  Outcome outcome = {false, sinter_error_kind(error), sinter_error_code(error),
                     sinter_error_message(error)};
  sinter_error_delete(error);
  return outcome;
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

/// An outcome of our own making: the module never came to be linked.
static constexpr sinter_error_kind_t notLinked = SINTER_ERROR_LOAD;

ScriptRunner::Outcome ScriptRunner::instantiate(const ScriptModule &module, Unit &unit) {
  Judged judged = judge(module, options);
  if (judged.verdict != Judged::Verdict::Valid) {
    unit.skipped = judged.verdict == Judged::Verdict::Unavailable;
    if (unit.skipped && judged.input)
      noteSkipped(judged.input->module, judged.message);
    unit.reason = unit.skipped ? judged.message : "the module is refused: " + judged.message;
    return {false, notLinked, 0, unit.reason};
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
    return {false, notLinked, 0, unit.reason};

  std::string why;
  sinter_module_t *loaded = loader.load(module.bytes, why);
  if (!loaded) {
    unit.skipped = false;
    unit.reason = "the module does not compile: " + why;
    return {false, notLinked, 0, unit.reason};
  }
  Outcome outcome = take(sinter_linker_instantiate(linker, loaded, &unit.instance));
  if (!outcome.ok) {
    unit.skipped = false;
    unit.reason = "the module has no instance: " + outcome.message;
  }
  return outcome;
}

void ScriptRunner::module(const ScriptCommand &command) {
  const ScriptModule &module = command.module;
  if (module.isDefinition) {
    latestDefinition = &module;
    if (!module.name.empty())
      definitions[module.name] = &module;
    Judged judged = judge(module, options);
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
  if (sinter_linker_define_instance(linker, command.name.data(), command.name.size(),
                                    unit.instance))
    report.pass();
  else
    report.fail(command.line, "the module's exports cannot be defined");
}

void ScriptRunner::assertRejected(const ScriptCommand &command) {
  Judged judged = judge(command.module, options);
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
  sinter_extern_t item;
  bool isCall = action.kind == ScriptAction::Kind::Invoke;
  if (!sinter_instance_export(unit.instance, action.name.data(), action.name.size(), &item) ||
      item.kind != (isCall ? SINTER_EXTERN_FUNC : SINTER_EXTERN_GLOBAL))
    return report.fail(command.line, fmt::format("there is no export \"{}\"", action.name));
  std::vector<sinter_val_t> results;
  if (!isCall) {
    results.emplace_back();
    sinter_global_get(item.of.global, results.data());
    return judgeOutcome(command, {}, results);
  }
  std::vector<sinter_val_t> arguments;
  for (const ScriptValue &argument : action.arguments) {
    std::optional<sinter_val_t> value = toValue(argument);
    if (!value)
      return report.fail(command.line, "an argument has a type that the C API lacks");
    arguments.push_back(*value);
  }
  results.resize(sinter_func_type(item.of.func).result_count);
  Outcome outcome = take(sinter_func_call(store, item.of.func, arguments.data(), arguments.size(),
                                          results.data(), results.size()));
  judgeOutcome(command, outcome, results);
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
