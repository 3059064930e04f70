//===-- Archive.h - An object as a static library ---------------------------===//
#pragma once

#include "support/Diagnostics.h"

#include <string>

namespace sinter {

/// Replaces the object at `path` by an archive (.a) with it as its member `name`. False after an
/// error in `diag`.
[[nodiscard]] bool makeArchive(const std::string &path, const std::string &name, Diagnostics &diag);

} // namespace sinter
