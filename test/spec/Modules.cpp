//===-- Modules.cpp - From a script's module to code ------------------------===//

#include "Modules.h"

#include "sinter/Compiler.h"

#include <fmt/format.h>
#include <unistd.h>

namespace sinter::spec {

bool isUnavailable(std::string_view message) {
  return message.find("feature not supported yet: ") != std::string_view::npos;
}

static Judged reject(std::string message) {
  Judged result;
  bool unavailable = isUnavailable(message);
  result.verdict = unavailable ? Judged::Verdict::Unavailable : Judged::Verdict::Invalid;
  result.message = std::move(message);
  return result;
}

Judged judge(const ScriptModule &module, const Options &options) {
  if (module.textError)
    return reject(*module.textError);
  // An empty file would mean "read the path" to loadInput.
  if (module.bytes.empty())
    return reject("unexpected end: the module is empty");
  Diagnostics diag("module");
  auto input = std::make_unique<Input>();
  if (!loadInput("module", module.bytes, options.features, *input, diag) ||
      !validateBodies(*input, 1, diag)) {
    Judged result = reject(diag.firstMessage());
    result.input = std::move(input);
    return result;
  }
  Judged result;
  result.input = std::move(input);
  return result;
}

ModuleLoader::~ModuleLoader() {
  for (auto &[bytes, module] : loaded)
    sinter_module_delete(module);
}

sinter_module_t *ModuleLoader::load(const std::vector<uint8_t> &bytes, std::string &why) {
  sinter_module_t *&module = loaded[bytes];
  if (module)
    return module;
  CompileOptions compileOptions;
  compileOptions.input = "module";
  compileOptions.bytes = bytes;
  compileOptions.output = fmt::format("{}/{}-{}.so", options.folder, getpid(), loaded.size());
  compileOptions.kind = OutputKind::SharedObject;
  compileOptions.optimisation = options.optimisation;
  compileOptions.checkedMemory = options.checkedMemory;
  compileOptions.memoryInGs = options.memoryInGs;
  compileOptions.deterministic = options.deterministic;
  compileOptions.harden = options.harden;
  compileOptions.interruptible = options.interruptible;
  compileOptions.hugeFunctionBytes = options.hugeFunctions ? 1 : 0;
  compileOptions.features = options.features;
  compileOptions.jobs = 1;
  CompileResult result = compile(compileOptions);
  if (!result.ok && result.messages.find("--memory-base=gs: ") != std::string::npos) {
    compileOptions.memoryInGs = false;
    result = compile(compileOptions);
  }
  if (!result.ok) {
    why = result.messages;
    return nullptr;
  }
  sinter_error_t *error = sinter_module_open(compileOptions.output.c_str(), &module);
  unlink(compileOptions.output.c_str());
  if (error) {
    why = sinter_error_message(error);
    sinter_error_delete(error);
    return nullptr;
  }
  return module;
}

} // namespace sinter::spec
