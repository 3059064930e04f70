//===-- Driver.h - One compilation from end to end -------------------------===//
//
// The stages are in Driver.cpp; the same as a public interface is sinter/Compiler.h.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "driver/Input.h"
#include "sinter/Compiler.h"

namespace sinter {

/// Compiles as `options` say, into options.output. False after errors in `diag`, which refer to
/// `input` (filled here) until they are printed.
[[nodiscard]] bool compile(const CompileOptions &options, Input &input, Diagnostics &diag);

} // namespace sinter
