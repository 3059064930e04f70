//===-- Glue.h - Objects of the user's that provide imports ----------------===//
#pragma once

#include "support/Diagnostics.h"
#include "wasm/Module.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sinter {

/// Whether a C function can stand for a function of that type: numbers, one result at most.
[[nodiscard]] bool canBeGlue(const FuncType &type);

/// The functions that the objects and archives define for others. Nothing after an error in `diag`.
[[nodiscard]] std::optional<std::set<std::string>>
glueFunctions(const std::vector<std::string> &paths, Diagnostics &diag);

} // namespace sinter
