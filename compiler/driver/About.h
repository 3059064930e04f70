//===-- About.h - What an executable says of itself ------------------------===//
//
// An executable carries, in a section that is not loaded (SINTER_ABOUT_SECTION),
// what it was compiled for and what it was granted, as the lines that `sinter inspect` prints.
// They are text, so that an inspection never has to know an older ABI.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "codegen/Target.h"
#include "sinter/Compiler.h"
#include "wasm/FeatureGate.h"

#include <optional>
#include <string>

namespace sinter {

std::string aboutProgram(const CompileOptions &options, FeatureSet used, const TargetSpec &spec);

/// What the executable at `path` says of itself; nothing if it is none of ours.
std::optional<std::string> aboutExecutable(const std::string &path);

} // namespace sinter
