//===-- Grants.h - What a program was given ---------------------------------===//
#pragma once

#include "wasi/FdTable.h"

namespace sinter::rt::wasi {

/// Opens everything that was granted and enters it, in order; ends the process with a sentence
/// if something cannot be opened.
void openGrants();

/// Enters a granted directory.
void addGrant(const Descriptor &directory);

/// Enters anything else that was granted.
Errno addGranted(const Descriptor &descriptor, Fd &result);

} // namespace sinter::rt::wasi
