//===-- ModuleReader.h - From bytes to a Module ----------------------------===//
//
// The first seam of the compiler: bytes that somebody sent become a Module of
// which everything but the function bodies is known to be valid.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FeatureGate.h"
#include "wasm/Module.h"

namespace sinter {

/// Decodes `file` (core 5.5) and validates all of it but function bodies (core 3.5) into the empty
/// `module`, which keeps referring to `file`. False after an error in `diag`. Bodies are validated
/// by walkFunction, or all at once by validateModule.
[[nodiscard]] bool readModule(Bytes file, FeatureSet enabled, Diagnostics &diag, Module &module);

/// Takes the hints of a "metadata.code.branch_hint" section. A malformed one is ignored.
void readBranchHints(const CustomSection &section, Module &module);

/// Takes function and module names from a "name" section (core 7.4.1). A malformed one is ignored.
void readNameSection(const CustomSection &section, Module &module);

} // namespace sinter
