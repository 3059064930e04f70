//===-- Grants.h - The directories a program was given ----------------------===//
#pragma once

#include "wasi/FdTable.h"

namespace sinter::rt::wasi {

/// Opens every granted directory and enters it with addGrant(), in order; ends the process with a
/// sentence if one cannot be opened.
void openGrants();

/// Enters a granted directory.
void addGrant(const Descriptor &directory);

} // namespace sinter::rt::wasi
