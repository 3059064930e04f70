//===-- FuzzText.cpp - Text as a module, and as a script ---------------------===//
//
// Whatever the text, the assembler gives either bytes or an error, never both
// or neither, and what it gives can be read and validated without harm. Good
// seeds: the official scripts, and the modules of the lit tests.
//
//===----------------------------------------------------------------------===//

#include "text/Assembler.h"
#include "text/Script.h"
#include "wasm/ModuleReader.h"
#include "wasm/Validation.h"

#include <cstdlib>

using namespace sinter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  SourceMap map;
  map.text.assign(reinterpret_cast<const char *>(data), size);
  Diagnostics diag("fuzz.wat");
  diag.setSourceMap(&map);
  std::optional<std::vector<uint8_t>> bytes = assembleModule(map, diag);
  if (bytes.has_value() == diag.hasErrors())
    std::abort();
  if (bytes) {
    Module module;
    FeatureSet used;
    if (readModule(*bytes, FeatureSet::defaults(), diag, module))
      (void)validateModule(module, FeatureSet::defaults(), used, 1, diag);
  }
  (void)diag.render();
  for (const ScriptCommand &command : parseScript(map.text))
    if (command.line == 0 ||
        (command.kind == ScriptCommand::Kind::Unparsed) == command.error.empty())
      std::abort();
  return 0;
}
