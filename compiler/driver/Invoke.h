//===-- Invoke.h - A program that calls an export of the user's choice -----===//
#pragma once

#include "lower/Lowering.h"
#include "support/Diagnostics.h"
#include "wasm/Module.h"

#include <string_view>

namespace sinter {

/// Sets `program` up to do what --invoke=EXPORT[,ARG..] says. False after an error.
[[nodiscard]] bool resolveInvoke(std::string_view text, const Module &module,
                                 ProgramOptions &program, Diagnostics &diag);

} // namespace sinter
