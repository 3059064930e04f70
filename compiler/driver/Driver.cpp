//===-- Driver.cpp - One compilation from end to end -----------------------===//
//
// compile() is the table of contents: one commented line per stage. Everything
// that a user can get wrong is found before the checkpoint; after it only the
// output file can fail, or we are wrong ourselves.
//
//===----------------------------------------------------------------------===//

#include "driver/Driver.h"

#include "driver/About.h"
#include "driver/Backend.h"
#include "driver/HeaderWriter.h"
#include "driver/Invoke.h"
#include "driver/Mangle.h"
#include "driver/Outputs.h"
#include "driver/Program.h"
#include "driver/SocketAddress.h"
#include "driver/Workers.h"
#include "link/Glue.h"
#include "link/Imports.h"
#include "sinter/abi/Abi.h"

#include <fmt/format.h>

namespace sinter {
namespace {

OptLevel levelOf(char level) {
  switch (level) {
  case '0':
    return OptLevel::O0;
  case '1':
    return OptLevel::O1;
  case '3':
    return OptLevel::O3;
  case 's':
    return OptLevel::Os;
  default:
    return OptLevel::O2;
  }
}

Form formOf(const CompileOptions &options) {
  if (options.kind == OutputKind::SharedObject || options.kind == OutputKind::StaticLibrary)
    return Form::Instanced;
  bool isStatic = options.staticForm || options.kind == OutputKind::Executable;
  return isStatic ? Form::Static : Form::Instanced;
}

/// What an executable needs beyond a valid module: a start. "" in `entry` where code is only shown
/// and has none.
bool findEntry(const CompileOptions &options, const Module &module, ProgramOptions &program,
               Diagnostics &diag) {
  if (!options.invoke.empty())
    return resolveInvoke(options.invoke, module, program, diag);
  std::string &entry = program.entry;
  entry = options.entry;
  if (entry.empty())
    return true;
  const Export *start = module.findExport(entry, ExternKind::Func);
  bool isProgram = options.kind == OutputKind::Executable;
  if (!start && isProgram) {
    diag.error(Location::none(),
               fmt::format("no function \"{}\" is exported, so there is nothing to start; "
                           "--invoke=EXPORT makes a program that calls another export, -shared a "
                           "library for a host program",
                           entry));
    return false;
  }
  if (!start) {
    entry.clear();
    return true;
  }
  const FuncType &type = module.funcType(FuncIndex(start->index));
  if (type != FuncType()) {
    diag.error(Location::byte(start->offset),
               fmt::format("\"{}\" has type {}, but what starts a program has type [] -> []", entry,
                           toString(type)));
    return false;
  }
  return true;
}

/// What wasi-threads asks of a module that starts threads. False after an error.
bool checkThreads(const Module &module, Diagnostics &diag) {
  const Export *start = module.findExport(threadStartExport, ExternKind::Func);
  const FuncType wanted = {{ValueType::Kind::I32, ValueType::Kind::I32}, {}};
  if (!start || module.funcType(FuncIndex(start->index)) != wanted) {
    diag.error(start ? Location::byte(start->offset) : Location::none(),
               fmt::format("a module that imports wasi.thread-spawn must export a function \"{}\" "
                           "of type {}",
                           threadStartExport, toString(wanted)));
    return false;
  }
  for (uint32_t i = 0; i < module.memories.size(); ++i)
    if (const Memory &memory = module.memories[MemoryIndex(i)];
        !memory.import || !memory.type.limits.shared) {
      diag.error(Location::none(),
                 fmt::format("memory {} is not an imported shared one, which is all that threads "
                             "can have in common in a module that imports wasi.thread-spawn",
                             i));
      return false;
    }
  return true;
}

/// Which imports the objects on the command line provide.
bool findGlue(const CompileOptions &options, const Module &module, std::vector<std::string> &glue,
              Diagnostics &diag) {
  if (options.linkInputs.empty())
    return true;
  std::optional<std::set<std::string>> functions = glueFunctions(options.linkInputs, diag);
  if (!functions)
    return false;
  glue.resize(module.importedFunctions);
  for (const ImportRef &import : module.imports) {
    const ImportName &name = importName(module, import);
    std::string symbol = mangleImport(name.module, name.name);
    if (import.kind == ExternKind::Func && functions->count(symbol))
      glue[import.index] = symbol;
  }
  return true;
}

/// What the imports of an executable bind to.
std::optional<std::vector<std::string>> resolveImports(const CompileOptions &options,
                                                       Program &program, Diagnostics &diag) {
  ImportOptions importOptions{
      options.trapUnknownImports, options.spectest, {}, program.preloadedNames()};
  if (!findGlue(options, program.module(), importOptions.glue, diag))
    return std::nullopt;
  ImportResolver resolver(program.module(), std::move(importOptions));
  if (!program.forEachModulesImports([&](std::span<const ImportRef> imports, Diagnostics &its) {
        return resolver.resolve(imports, its);
      }))
    return std::nullopt;
  return std::move(resolver.symbols);
}

/// A host's WASI works on one memory of an instance, so no other can be what a module means.
bool checkHostMemory(Program &program) {
  const Module &module = program.module();
  MemoryIndex hosts = module.callerMemory();
  return program.forEachModulesImports([&](std::span<const ImportRef> imports, Diagnostics &diag) {
    for (const ImportRef &import : imports) {
      const ImportName &name = importName(module, import);
      if (import.kind != ExternKind::Func || !isProvided(name.module, name.name))
        continue;
      MemoryIndex callers = module.functions[FuncIndex(import.index)].callerMemory;
      if (!module.memories.contains(callers) || callers == hosts)
        continue;
      diag.error(Location::byte(name.offset),
                 fmt::format("import {}.{}: a host gives WASI one memory, that of the main module, "
                             "and this module has another; an executable can have both",
                             name.module, name.name));
      return false;
    }
    return true;
  });
}

/// Whether memory 0 can be addressed by gs.
bool checkGs(const Module &module, const TargetSpec &spec, Diagnostics &diag) {
  std::string reason;
  if (!hasGs(spec.target))
    reason = fmt::format("{} has no register gs; x86-64 has", spec.target.name);
  else if (module.memories.empty())
    reason = "the module has no memory";
  else if (const MemoryType &type = module.memories[MemoryIndex(0)].type; type.limits.is64)
    reason = "memory 0 has 64-bit addresses, so it is checked by code and may move";
  else if (type.pageSizeLog2 < 16)
    reason = "memory 0 has pages of one byte, so it is checked by code and may move";
  if (!reason.empty())
    diag.error(Location::none(), "--memory-base=gs: " + reason);
  return reason.empty();
}

/// The part of the options that concerns lowering, with what the modules' imports bind to.
std::optional<LoweringOptions> loweringOptions(const CompileOptions &options, FeatureSet enabled,
                                               Program &modules, const TargetSpec &spec,
                                               Diagnostics &diag) {
  const Module &module = modules.module();
  LoweringOptions lowering;
  lowering.form = formOf(options);
  lowering.memory = options.checkedMemory ? MemoryMode::Checked : MemoryMode::Guard;
  bool relaxed = options.trapState ? options.trapState == 'r' : lowering.form == Form::Static;
  lowering.trapState = relaxed ? TrapState::Relaxed : TrapState::Exact;
  if (options.memoryInGs && !checkGs(module, spec, diag))
    return std::nullopt;
  lowering.memoryInGs =
      options.memoryInGs && lowering.form == Form::Instanced && !options.checkedMemory;
  lowering.interruptible = options.interruptible;
  lowering.fuel = options.fuel;
  lowering.deterministic = options.deterministic;
  lowering.harden = options.harden;
  lowering.optimize = options.optimisation != '0';
  lowering.features = enabled;
  lowering.imagePage = pageSizeOf(options, spec);
  lowering.hasRuntime = spec.target.hasRuntime;
  // No 32-bit CPU has the addresses for guard pages.
  if (!is64Bit(spec.target))
    lowering.memory = MemoryMode::Checked;
  if (options.partitionBytes)
    lowering.partitionBytes = options.partitionBytes;
  if (options.hugeFunctionBytes)
    lowering.hugeFunctionBytes = options.hugeFunctionBytes;
  lowering.boundsChecks = options.boundsChecks;
  lowering.spectest = options.spectest;
  lowering.exportSymbols = options.exportSymbols;
  lowering.name = !options.name.empty()
                      ? options.name
                      : moduleIdentifier(options.output == "-" ? options.input : options.output);

  ProgramOptions &program = lowering.program;
  program.stackSize = options.stackSize;
  program.cpuFeatures = spec.cpuFeatures;
  for (const CompileOptions::Directory &directory : options.directories)
    program.grants.push_back(
        {directory.host, directory.guest,
         directory.readOnly ? SINTER_GRANT_READ_ONLY : SINTER_GRANT_DIRECTORY});
  for (const std::string &listener : options.listeners)
    program.grants.push_back({listener, *socketAddress(listener), SINTER_GRANT_LISTEN});
  program.environment = options.environment;
  program.inheritEnvironment = options.inheritEnvironment;
  program.sealed = options.sealed;
  // Nobody knows which system calls the user's own code makes.
  bool walls = options.linkInputs.empty() || options.requireSandbox;
  program.seccomp = options.seccomp && walls;
  program.landlock = options.landlock && walls;
  program.requireSandbox = options.requireSandbox;
  if (lowering.form == Form::Instanced) {
    if (!options.preloads.empty() && !checkHostMemory(modules))
      return std::nullopt;
    return lowering;
  }
  program.about = aboutProgram(options, modules.used(), spec);

  std::optional<std::vector<std::string>> symbols = resolveImports(options, modules, diag);
  bool hasEntry = findEntry(options, module, program, diag);
  if (!symbols || !hasEntry)
    return std::nullopt;
  lowering.importSymbols = std::move(*symbols);
  program.hasThreads = startsThreads(lowering.importSymbols);
  if (program.hasThreads && !checkThreads(module, diag))
    return std::nullopt;
  return lowering;
}

/// What there is for a CPU that Sinter has no runtime for: code alone.
bool checkBare(const CompileOptions &options, const TargetInfo &target, Diagnostics &diag) {
  bool isWhole = options.kind == OutputKind::Executable ||
                 options.kind == OutputKind::SharedObject ||
                 options.kind == OutputKind::StaticLibrary;
  if (!isWhole && options.header.empty())
    return true;
  const char *what = isWhole ? "sinter makes no executables and libraries for "
                             : "--header: no runtime that a header could call comes for ";
  std::string cpu = isArm32(target) ? "32-bit Arm" : target.name;
  diag.error(Location::none(),
             fmt::format("{}{}; {}-c makes an object that no runtime comes with", what, cpu,
                         isArm32(target) ? "--target=aarch64-linux is 64-bit Arm, and " : ""));
  return false;
}

EmitKind emitKindOf(OutputKind kind) {
  switch (kind) {
  case OutputKind::Assembly:
    return EmitKind::Assembly;
  case OutputKind::LlvmIr:
    return EmitKind::Ir;
  case OutputKind::Bitcode:
    return EmitKind::Bitcode;
  default:
    return EmitKind::Object;
  }
}

void tell(const CompileOptions &options, const std::string &text) {
  if (options.verbose)
    fmt::print(stderr, "sinter: {}\n", text);
}

} // namespace

bool compile(const CompileOptions &options, Input &input, Diagnostics &diag) {
  TimeReport times;
  Progress progress(options.progress);
  unsigned jobs = workerCount(options.jobs);

  // Text input becomes bytes, so that one decoder serves both forms; then the
  // sections become a Module. Function bodies stay where they are in the file.
  Program program(options, input, diag);
  {
    StageTimer timer(times, Stage::Read);
    if (!program.read())
      return false;
  }
  tell(options, fmt::format("{}: {} functions, {} bytes", options.input,
                            input.module.functions.size(), input.module.file.size()));

  // Find the target, and what its CPU can do.
  std::optional<TargetSpec> spec =
      resolveTarget(options.target, options.cpu, options.cpuAttributes, diag);
  if (!spec)
    return false;
  tell(options,
       fmt::format("target {}, cpu {}, features {}", spec->target.name, spec->cpu, spec->features));

  if (!spec->target.hasRuntime && !checkBare(options, spec->target, diag))
    return false;

  // Validate every function.
  {
    StageTimer timer(times, Stage::Validate, TimeOf::Process);
    if (!program.validate(jobs))
      return false;
  }

  // From here on all modules are one.
  if (!program.link())
    return false;
  const Module &module = program.module();

  if (program.used().has(Feature::TailCall) && !hasTailCalls(spec->target)) {
    diag.error(Location::none(), fmt::format("the module has tail calls, which LLVM cannot "
                                             "guarantee for {}",
                                             spec->target.name));
    return false;
  }

  // Resolve imports in wasm terms; a program also needs a start.
  std::optional<LoweringOptions> lowering =
      loweringOptions(options, input.enabled, program, *spec, diag);
  if (!lowering)
    return false;

  if (lowering->memoryInGs)
    allowGs(*spec);

  // Checkpoint: nothing invalid passes this line. From here the output can fail, or we are wrong.
  Outputs outputs(options);
  if (!outputs.open(diag))
    return false;

  // Decide what concerns more than one function: partitions, prototypes, segments.
  ModulePlanPtr plan;
  {
    StageTimer timer(times, Stage::Plan);
    plan = planModule(module, *lowering);
  }
  tell(options, fmt::format("{} partitions, {} threads", partitionCount(*plan), jobs));
  for (FuncIndex f : hugeFunctions(*plan))
    tell(options,
         fmt::format("function {} ({}) of {} bytes is too big for -O{}: it gets few passes", raw(f),
                     module.functionName(f), module.functions[f].body.size(),
                     options.optimisation));

  // What a host of the module includes.
  if (!options.header.empty() && !outputs.addHeader(writeHeader(*plan), diag))
    return false;

  // Lower each partition, link the inlinable part of the runtime, optimise, emit; in parallel.
  BackendJob backend;
  backend.plan = plan.get();
  backend.spec = &*spec;
  backend.level = levelOf(options.optimisation);
  backend.positionIndependent = lowering->form == Form::Instanced || options.harden;
  backend.harden = options.harden;
  backend.disableOptimiser = options.disableOptimiser;
  backend.kind = emitKindOf(options.kind);
  backend.jobs = jobs;
  if (options.saveTemps)
    backend.saveTemps = options.output == "-" ? "a.out" : options.output;
  std::optional<std::vector<Product>> products = runBackend(backend, progress, times, diag);
  if (!products)
    return false;

  // Link, or write what there is; the output appears complete or not at all.
  bool written = outputs.finish(std::move(*products), *spec, *plan, jobs, times, diag);
  if (written && !spec->target.hasRuntime)
    fmt::print(stderr,
               "sinter: note: no runtime comes with this code for {}: whoever links it provides "
               "what it calls{}\n",
               spec->target.name,
               is64Bit(spec->target) ? "" : "; memory is checked, as --memory=checked does");
  if (written && options.timeReport)
    fmt::print(stderr, "{}", times.render());
  return written;
}

CompileResult compile(const CompileOptions &options) {
  Diagnostics diag(options.input);
  Input input;
  CompileResult result;
  result.ok = compile(options, input, diag);
  result.messages = diag.render();
  return result;
}

CompileResult validate(const CompileOptions &options) {
  Diagnostics diag(options.input);
  Input input;
  CompileResult result;
  result.ok = loadInput(options.input, options.bytes, options.features, input, diag) &&
              validateBodies(input, options.jobs, diag);
  result.messages = diag.render();
  return result;
}

} // namespace sinter
