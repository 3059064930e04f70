//===-- HeaderWriter.h - A module's interface as a C header -----------------===//
//
// `--header=FILE`. The header is C11 and C++20, includes nothing of ours, and holds a typed
// function for each export, a struct of function pointers for the imports, and functions that make,
// reset and delete instances. All of them are inline over the one table that the object offers
// (SinterStandalone), so that the same header serves an object that is linked and one from dlopen.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/Lowering.h"

#include <string>

namespace sinter {

/// The header's text. `plan` is of instanced form.
[[nodiscard]] std::string writeHeader(const ModulePlan &plan);

} // namespace sinter
