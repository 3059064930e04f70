//===-- FunctionValidator.h - The one walker of function bodies ------------===//
//
// Interface only while the walker is being written: see FunctionSink.h.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FunctionSink.h"

namespace sinter {

/// Walks the body of `function` (not imported), which must belong to `module`, and tells `sink`.
/// Reports at most one error to `diag` and returns false then; the sink may have seen the part before it.
/// `used` receives the features that the body's instructions need; those not in `enabled` are errors.
template <FunctionSink Sink>
[[nodiscard]] bool walkFunction(const Module &module, FuncIndex function, FeatureSet enabled,
                                FeatureSet &used, Sink &sink, Diagnostics &diag);

} // namespace sinter
