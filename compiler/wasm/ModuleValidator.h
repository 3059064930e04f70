//===-- ModuleValidator.h - All but the bodies -----------------------------===//
//
// Core 3.5 for everything outside function bodies. Part of readModule: nobody
// else sees a module before it.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FeatureGate.h"
#include "wasm/Module.h"

namespace sinter {

/// Computes TypeDefinition::canonical, and isReferenced, isDeclared and callerMemory of functions.
/// False after errors in `diag`.
[[nodiscard]] bool validateDeclarations(Module &module, const FeatureGate &gate, Diagnostics &diag);

} // namespace sinter
