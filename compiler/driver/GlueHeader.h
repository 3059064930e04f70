//===-- GlueHeader.h - The C functions that can provide a program's imports -===//
#pragma once

#include "wasm/Module.h"

#include <string>
#include <string_view>

namespace sinter {

/// The C function that provides an import: "module__name" with the bytes that C lacks escaped.
[[nodiscard]] std::string glueSymbol(std::string_view module, std::string_view name);

/// The header of `sinter glue`.
[[nodiscard]] std::string writeGlueHeader(const Module &module, const std::string &path);

} // namespace sinter
