//===-- ConstExpr.h - Constant expressions ---------------------------------===//
//
// Core 3.4.15: what initialises globals and tables, places segments and makes
// up element segments. Read where they stand; typed once all that they may name is known.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FeatureGate.h"
#include "wasm/Module.h"

namespace sinter {

/// Reads up to and with `end`. An error is in `reader`.
void readConstExpr(ByteReader &reader, FeatureGate &gate, ConstExpr &expr);

/// Types `expr`. Of the globals only the first `visibleGlobals` may be named. False after an error
/// in `diag`.
[[nodiscard]] bool checkConstExpr(const Module &module, const ConstExpr &expr, ValueType expected,
                                  uint32_t visibleGlobals, bool typedFunctionReferences,
                                  Diagnostics &diag);

} // namespace sinter
