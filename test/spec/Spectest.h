//===-- Spectest.h - The host module that every script may import -----------===//
#pragma once

#include "sinter/sinter.h"

namespace sinter::spec {

/// Defines module "spectest" (interpreter/host/spectest.ml of the specification) in `linker`.
/// False if something could not be made.
[[nodiscard]] bool defineSpectest(sinter_store_t *store, sinter_linker_t *linker);

} // namespace sinter::spec
