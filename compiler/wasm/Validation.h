//===-- Validation.h - Are the function bodies valid? ----------------------===//
//
// For those who want the answer and nothing else: `sinter validate`, the
// script runner, tests and fuzzers. Lowering validates as it goes
// (FunctionValidator.h) and needs none of this.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Module.h"

namespace sinter {

/// Validates the body of `function`, as walkFunction does.
[[nodiscard]] bool validateFunction(const Module &module, FuncIndex function, FeatureSet enabled,
                                    FeatureSet &used, Diagnostics &diag);

/// Validates all bodies of `module` on up to `threads` threads; result and errors do not depend on
/// how many. `used` receives the features that they need.
[[nodiscard]] bool validateModule(const Module &module, FeatureSet enabled, FeatureSet &used,
                                  unsigned threads, Diagnostics &diag);

} // namespace sinter
