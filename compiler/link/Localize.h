//===-- Localize.h - Making an object keep its names to itself -------------===//
//
// An object for a host program contains what it needs of the runtime, and so
// does the next one: their hidden symbols must not meet. A shared object's link
// settles that; for a relocatable object each hidden symbol is turned into a local one.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Diagnostics.h"

#include <string>

namespace sinter {

/// Makes every hidden symbol of the object at `path` local. False after an error in `diag`.
[[nodiscard]] bool localizeHidden(const std::string &path, Diagnostics &diag);

} // namespace sinter
