//===-- GlueHeader.h - The C functions that can provide a program's imports -===//
#pragma once

#include "wasm/Module.h"

#include <string>

namespace sinter {

/// The header of `sinter glue`.
[[nodiscard]] std::string writeGlueHeader(const Module &module, const std::string &path);

} // namespace sinter
