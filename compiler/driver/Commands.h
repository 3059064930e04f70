//===-- Commands.h - What each command does --------------------------------===//
//
// compile, run, inspect, print, glue, validate, targets: from a command line to an exit code.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "driver/Options.h"
#include "wasm/Module.h"

namespace sinter {

/// Does what the command line says; the exit code.
[[nodiscard]] int runCommand(CommandLine &line);

/// Writes to standard output; the exit code, exitRefused after a sentence where that cannot be.
[[nodiscard]] int show(std::string_view text);

/// `sinter inspect`: the text about a valid module (Inspect.cpp).
[[nodiscard]] std::string inspect(const std::string &name, const Module &module, FeatureSet used);

} // namespace sinter
