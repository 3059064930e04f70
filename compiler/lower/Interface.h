//===-- Interface.h - What a generated header knows of a module -------------===//
//
// Imports and exports with their names, types and slots. A digest of it stands in the header and in
// the module's descriptor, so that a header is never used with a module that it was not made for.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/Plan.h"

namespace sinter {

/// FNV-1a over the interface; equal for equal interfaces.
[[nodiscard]] uint64_t interfaceHash(const ModulePlan &plan);

/// The slot of an import or export (instanced form).
[[nodiscard]] uint32_t slotOf(const ModulePlan &plan, ExternKind kind, uint32_t index);

/// Its type, in the text format's manner: "func (param i32) (result i64)", "memory 1 2", ...
[[nodiscard]] std::string describe(const Module &module, ExternKind kind, uint32_t index);

} // namespace sinter
