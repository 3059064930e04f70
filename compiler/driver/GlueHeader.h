//===-- GlueHeader.h - The C functions that can provide a program's imports -===//
#pragma once

#include "sinter/Compiler.h"
#include "wasm/Module.h"

#include <string>

namespace sinter {

/// The header of `sinter glue`, for the imports that `module` has once what is preloaded is in it.
[[nodiscard]] std::string writeGlueHeader(const Module &module, const CompileOptions &options);

} // namespace sinter
