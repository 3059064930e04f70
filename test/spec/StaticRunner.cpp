//===-- StaticRunner.cpp - Runs one script in static form -------------------===//

#include "StaticRunner.h"

#include "DriverObject.h"
#include "Values.h"
#include "driver/Table.h"
#include "lower/Lowering.h"
#include "sinter/Compiler.h"
#include "support/File.h"
#include "wasm/FeatureGate.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sinter::spec {

using Kind = ScriptCommand::Kind;

void StaticRunner::run(const std::vector<ScriptCommand> &commands) {
  report.setTotal(uint32_t(commands.size()));
  for (const ScriptCommand &command : commands) {
    report.begin(command.line);
    assign(command);
  }
  for (std::unique_ptr<Program> &program : programs) {
    report.begin(program->origin->line);
    runProgram(*program);
    program.reset();
  }
}

void StaticRunner::unavailable(const ScriptCommand &command, const Unit &unit) {
  if (unit.skipped)
    report.skip(unit.reason);
  else
    report.fail(command.line, unit.reason);
}

void StaticRunner::assign(const ScriptCommand &command) {
  switch (command.kind) {
  case Kind::Module:
  case Kind::Instance:
  case Kind::AssertTrapModule:
    return assignModule(command);
  case Kind::Register: {
    Unit &unit = command.source.empty() ? latest : named[command.source];
    registered[command.name] = unit.program;
    return report.skip("registering needs a host");
  }
  case Kind::Action:
  case Kind::AssertReturn:
  case Kind::AssertTrap:
  case Kind::AssertExhaustion:
  case Kind::AssertException:
    return assignAction(command);
  case Kind::AssertInvalid:
  case Kind::AssertMalformed:
  case Kind::AssertInvalidCustom:
  case Kind::AssertMalformedCustom:
    return report.skip("the front end's answer does not depend on the form");
  case Kind::AssertUnlinkable:
    return report.skip("linking at run time needs a host");
  case Kind::Unparsed:
    return report.fail(command.line,
                       fmt::format("line {} does not parse: {}", command.errorLine, command.error));
  }
}

StaticRunner::Unit StaticRunner::makeUnit(const ScriptCommand &command,
                                          const ScriptModule &module) {
  Judged judged = judge(module, options);
  bool isAlone = true;
  auto share = [&](const ImportName &import) {
    if (import.module == "spectest")
      return;
    isAlone = false;
    auto found = registered.find(std::string(import.module));
    if (found != registered.end() && found->second)
      found->second->isShared = true;
  };
  if (judged.input)
    forImports(judged.input->module, share);
  if (judged.verdict == Judged::Verdict::Unavailable)
    return {nullptr, judged.message, true};
  if (judged.verdict == Judged::Verdict::Invalid)
    return {nullptr, "the module is refused: " + judged.message, false};
  Unit unit;
  if (!isAlone)
    return {nullptr, "imports from other modules need a host", true};
  programs.push_back(std::make_unique<Program>());
  unit.program = programs.back().get();
  unit.program->module = &module;
  unit.program->origin = &command;
  unit.program->input = std::move(judged.input);
  return unit;
}

void StaticRunner::assignModule(const ScriptCommand &command) {
  const ScriptModule *module = &command.module;
  std::string name = module->name;
  if (command.kind == Kind::Instance) {
    name = command.name;
    auto found = definitions.find(command.source);
    module = command.source.empty()       ? latestDefinition
             : found == definitions.end() ? nullptr
                                          : found->second;
    if (!module)
      return report.fail(command.line, "there is no definition of that name");
  } else if (module->isDefinition) {
    latestDefinition = module;
    if (!name.empty())
      definitions[name] = module;
    return report.skip("a definition alone makes no program");
  }
  Unit unit = makeUnit(command, *module);
  if (!unit.program)
    unavailable(command, unit);
  if (command.kind == Kind::AssertTrapModule)
    return;
  if (!name.empty())
    named[name] = unit;
  latest = std::move(unit);
}

/// What the command gets wrong about the module's exports: the link could not say it in wasm terms.
static std::string mistake(const ScriptCommand &command, const Module &module) {
  const ScriptAction &action = command.action;
  bool isCall = action.kind == ScriptAction::Kind::Invoke;
  const Export *item =
      module.findExport(action.name, isCall ? ExternKind::Func : ExternKind::Global);
  if (!item)
    return fmt::format("there is no export \"{}\"", action.name);
  size_t arguments = 0, results = 1;
  if (isCall) {
    const FuncType &type = module.funcType(FuncIndex(item->index));
    arguments = type.parameters.size();
    results = type.results.size();
  }
  if (action.arguments.size() != arguments ||
      (command.kind == Kind::AssertReturn && command.results.size() != results))
    return fmt::format("\"{}\" takes {} arguments and gives {} results", action.name, arguments,
                       results);
  return "";
}

void StaticRunner::assignAction(const ScriptCommand &command) {
  const std::string &name = command.action.module;
  const Unit &unit = name.empty() ? latest : named[name];
  if (!unit.program)
    return unavailable(command, unit);
  if (unit.program->isShared)
    return report.skip("the module was shared with another, which needs a host");
  std::string why = mistake(command, unit.program->input->module);
  if (!why.empty())
    return report.fail(command.line, why);
  unit.program->commands.push_back(&command);
}

namespace {

/// Where a command's data is in the object.
struct Placed {
  uint64_t arguments = 0;
  uint64_t results = 0;
  uint64_t resultRows = 0;
  uint64_t message = 0;
};

/// What the trap says that a command expects; an exception that nothing catches ends a program like
/// one.
const std::string &expectedMessage(const ScriptCommand &command) {
  static const std::string exception = "uncaught exception";
  return command.kind == Kind::AssertException ? exception : command.message;
}

DriverAction actionOf(const ScriptCommand &command) {
  if (command.action.kind == ScriptAction::Kind::Get)
    return DriverAction::Get;
  if (command.kind == Kind::AssertReturn)
    return DriverAction::Return;
  return command.kind == Kind::Action ? DriverAction::Invoke : DriverAction::Trap;
}

/// The bits of a lane that count, and what they must be.
struct Pattern {
  uint64_t mask;
  uint64_t bits;
};

Pattern patternOf(const ExpectedLane &lane, unsigned laneBits) {
  uint64_t all = ~UINT64_C(0) >> (64 - laneBits);
  uint64_t quiet = laneBits == 32 ? UINT64_C(0x7fc00000) : UINT64_C(0x7ff8000000000000);
  switch (lane.kind) {
  case ExpectedLane::Kind::CanonicalNan:
    return {all >> 1, quiet};
  case ExpectedLane::Kind::ArithmeticNan:
    return {quiet, quiet};
  case ExpectedLane::Kind::Exact:
    break;
  }
  return {all, lane.bits & all};
}

DriverResult resultOf(const ExpectedResult &expected) {
  switch (expected.type) {
  case ScriptType::RefNull:
    return {0, 0, ~UINT64_C(0), 0, 0, 0};
  case ScriptType::RefFunc:
    return {};
  case ScriptType::RefExtern:
    if (!expected.hostNumber)
      return {};
    return {0, 0, ~UINT64_C(0), reinterpret_cast<uint64_t>(hostReference(*expected.hostNumber)),
            0, 0};
  default:
    break;
  }
  DriverResult result = {};
  result.isVector = expected.type == ScriptType::V128;
  unsigned position = 0;
  for (const ExpectedLane &lane : expected.lanes) {
    Pattern pattern = patternOf(lane, expected.laneBits);
    bool isHigh = position >= 64;
    (isHigh ? result.highMask : result.mask) |= pattern.mask << (position % 64);
    (isHigh ? result.highBits : result.bits) |= pattern.bits << (position % 64);
    position += expected.laneBits;
  }
  return result;
}

/// Appends the rows of a result and its alternatives; returns their number.
uint64_t placeResult(DriverObject &object, const ExpectedResult &expected) {
  std::vector<DriverResult> rows;
  for (const ExpectedResult &alternative : expected.alternatives)
    rows.push_back(resultOf(alternative));
  if (rows.empty())
    rows.push_back(resultOf(expected));
  for (size_t i = 0; i != rows.size(); ++i) {
    object.word(i == 0 ? rows.size() - 1 : 0);
    object.word(rows[i].isVector);
    object.word(rows[i].mask);
    object.word(rows[i].bits);
    object.word(rows[i].highMask);
    object.word(rows[i].highBits);
  }
  return rows.size();
}

/// The bytes of a global, as wide as what is expected of it.
uint64_t sizeOf(const ExpectedResult &expected) {
  if (expected.type == ScriptType::V128)
    return 16;
  return expected.laneBits == 32 ? 4 : 8;
}

Placed place(DriverObject &object, const ScriptCommand &command) {
  Placed placed;
  placed.arguments = object.size();
  for (const ScriptValue &argument : command.action.arguments) {
    bool isFloat = argument.type == ScriptType::F32 || argument.type == ScriptType::F64;
    bool isVector = argument.type == ScriptType::V128;
    object.word(uint64_t(isFloat    ? DriverClass::Float
                         : isVector ? DriverClass::Vector
                                    : DriverClass::Integer));
    uint64_t halves[2];
    sinter_val_t value = *toValue(argument);
    memcpy(halves, value.of.v128, sizeof(halves));
    object.word(halves[0]);
    object.word(halves[1]);
  }
  placed.results = object.size();
  for (const ExpectedResult &expected : command.results)
    placed.resultRows += placeResult(object, expected);
  placed.message = object.text(expectedMessage(command));
  return placed;
}

bool isSimple(ScriptType type) {
  return type <= ScriptType::V128 || type == ScriptType::RefNull || type == ScriptType::RefFunc ||
         type == ScriptType::RefExtern;
}

/// Whether the driver knows all types of the command.
bool isExpressible(const ScriptCommand &command) {
  bool result = true;
  for (const ScriptValue &argument : command.action.arguments)
    result = result && toValue(argument);
  for (const ExpectedResult &expected : command.results) {
    result = result && (isSimple(expected.type) || !expected.alternatives.empty());
    for (const ExpectedResult &alternative : expected.alternatives)
      result = result && isSimple(alternative.type);
  }
  return result;
}

} // namespace

std::vector<uint8_t> StaticRunner::table(const Program &program) const {
  DriverObject object;
  std::vector<Placed> placed;
  for (const ScriptCommand *command : program.commands)
    placed.push_back(place(object, *command));
  uint64_t begin = object.word(program.commands.size());
  for (size_t i = 0; i != placed.size(); ++i) {
    const ScriptCommand &command = *program.commands[i];
    const ScriptAction &action = command.action;
    bool isGet = action.kind == ScriptAction::Kind::Get;
    object.word(uint64_t(actionOf(command)));
    object.pointerTo(exportSymbol(action.name));
    if (isGet)
      object.word(command.results.empty() ? 0 : sizeOf(command.results[0]));
    else
      object.word(action.arguments.size());
    object.pointerToOffset(placed[i].arguments);
    object.word(placed[i].resultRows);
    object.pointerToOffset(placed[i].results);
    object.pointerToOffset(placed[i].message);
  }
  return object.write("sinterDriverTable", begin, *options.machine);
}

bool StaticRunner::build(const Program &program, const std::string &path, std::string &why) {
  std::string tablePath = path + ".o";
  Diagnostics diag(tablePath);
  OutputFile file(tablePath);
  if (!file.write(table(program), diag) || !file.commit(false, diag)) {
    why = diag.render();
    return false;
  }
  CompileOptions compileOptions;
  compileOptions.input = "module";
  compileOptions.bytes = program.module->bytes;
  compileOptions.output = path;
  compileOptions.kind = OutputKind::Executable;
  compileOptions.target = options.machine->target;
  compileOptions.cpuAttributes = options.cpuAttributes;
  compileOptions.optimisation = options.optimisation;
  compileOptions.checkedMemory = options.checkedMemory;
  compileOptions.deterministic = options.deterministic;
  compileOptions.harden = options.harden;
  compileOptions.hugeFunctionBytes = options.hugeFunctions ? 1 : 0;
  compileOptions.features = options.features;
  compileOptions.jobs = 1;
  compileOptions.entry.clear();
  compileOptions.spectest = true;
  compileOptions.exportSymbols = true;
  compileOptions.seccomp = false; // The driver makes calls of its own.
  compileOptions.linkInputs = {options.machine->driver, tablePath};
  CompileResult result = compile(compileOptions);
  unlink(tablePath.c_str());
  why = result.messages;
  return result.ok;
}

static std::vector<uint8_t> drain(int descriptor) {
  std::vector<uint8_t> bytes;
  uint8_t buffer[65536];
  for (;;) {
    ssize_t size = read(descriptor, buffer, sizeof(buffer));
    if (size < 0 && errno == EINTR)
      continue;
    if (size <= 0)
      return bytes;
    bytes.insert(bytes.end(), buffer, buffer + size);
  }
}

StaticRunner::Ending StaticRunner::execute(const std::string &path,
                                           std::vector<uint8_t> &output) const {
  // Messages go to a file, since two pipes could block each other.
  std::string messagePath = path + ".messages";
  int messages = open(messagePath.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  int ends[2];
  if (messages < 0 || pipe2(ends, O_CLOEXEC) != 0)
    return {-1, "no file descriptors"};
  unlink(messagePath.c_str());
  pid_t process = fork();
  if (process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); // A script that takes too long takes this along.
    dup2(ends[1], STDOUT_FILENO);
    dup2(messages, STDERR_FILENO);
    if (const char *emulator = options.machine->emulator)
      execlp(emulator, emulator, path.c_str(), nullptr);
    else
      execl(path.c_str(), "program", nullptr);
    _exit(127);
  }
  close(ends[1]);
  output = drain(ends[0]);
  close(ends[0]);
  Ending ending;
  waitpid(process, &ending.status, 0);
  lseek(messages, 0, SEEK_SET);
  std::vector<uint8_t> text = drain(messages);
  ending.messages.assign(text.begin(), text.end());
  close(messages);
  return ending;
}

void StaticRunner::failAll(const Program &program, size_t first, const std::string &why) {
  for (size_t i = first; i < program.commands.size(); ++i)
    report.fail(program.commands[i]->line, why);
}

static std::string describeEnding(int status, const std::string &messages) {
  std::string how = WIFSIGNALED(status) ? fmt::format("by signal {}", WTERMSIG(status))
                                        : fmt::format("with status {}", WEXITSTATUS(status));
  std::string_view first(messages);
  return fmt::format("{}: {}", how, first.substr(0, first.find('\n')));
}

void StaticRunner::runProgram(Program &program) {
  std::vector<const ScriptCommand *> expressible;
  for (const ScriptCommand *command : program.commands)
    if (isExpressible(*command))
      expressible.push_back(command);
    else
      report.skip("the driver does not know the types");
  program.commands = std::move(expressible);

  std::string path = fmt::format("{}/{}-{}", options.folder, getpid(), program.origin->line);
  std::string why;
  if (!build(program, path, why)) {
    report.fail(program.origin->line, "the module does not compile: " + why);
    return failAll(program, 0, "its module does not compile");
  }
  std::vector<uint8_t> output;
  Ending ending = execute(path, output);
  unlink(path.c_str());
  judgeRecords(program, output, ending);
}

/// Why a command failed; empty if it passed.
static std::string explain(const DriverRecord &record, const ScriptCommand &command) {
  switch (record.verdict) {
  case DriverVerdict::Passed:
    return "";
  case DriverVerdict::WrongResult:
    return fmt::format("result {} is 0x{:x}, expected {}", record.index, record.actual,
                       describe(command.results[record.index]));
  case DriverVerdict::NoTrap:
    return fmt::format("returned, expected the trap \"{}\"", expectedMessage(command));
  case DriverVerdict::WrongStatus:
    return "ended " + describeEnding(int(record.actual), "not with status 134");
  case DriverVerdict::WrongMessage:
    return fmt::format("ended with another trap than \"{}\"", expectedMessage(command));
  case DriverVerdict::SystemError:
    return fmt::format("the driver met error {}", -int64_t(record.actual));
  }
  return "the driver's record is damaged";
}

void StaticRunner::judgeRecords(const Program &program, const std::vector<uint8_t> &records,
                                const Ending &ending) {
  const ScriptCommand &origin = *program.origin;
  size_t count = records.size() / sizeof(DriverRecord);
  bool isTrapExpected = origin.kind == Kind::AssertTrapModule;
  bool hasTrapped = WIFEXITED(ending.status) && WEXITSTATUS(ending.status) == 134;
  std::string how = describeEnding(ending.status, ending.messages);
  if (isTrapExpected) {
    if (hasTrapped && ending.messages.find(": trap: " + origin.message) != std::string::npos)
      return report.pass();
    return report.fail(origin.line,
                       fmt::format("ended {}, expected the trap \"{}\"", how, origin.message));
  }
  for (size_t i = 0; i != count && i != program.commands.size(); ++i) {
    DriverRecord record;
    memcpy(&record, records.data() + i * sizeof(record), sizeof(record));
    const ScriptCommand &command = *program.commands[i];
    std::string why = explain(record, command);
    if (why.empty())
      report.pass();
    else
      report.fail(command.line,
                  fmt::format("{} \"{}\": {}", toString(command.kind), command.action.name, why));
  }
  if (ending.status == 0 && count == program.commands.size()) {
    report.pass(); // The module itself.
    if (!ending.messages.empty())
      report.note(origin.line, ending.messages);
    return;
  }
  report.fail(origin.line, fmt::format("the program ended {}", how));
  if (count < program.commands.size())
    report.fail(program.commands[count]->line, fmt::format("the program ended here, {}", how));
  failAll(program, count + 1, "not run, since the program ended before");
}

} // namespace sinter::spec
