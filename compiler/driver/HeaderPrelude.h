//===-- HeaderPrelude.h - What generated headers have in common -------------===//
#pragma once

#include <string>

namespace sinter {

/// Includes, structs and helpers that stand once in a file, however many headers it includes.
[[nodiscard]] std::string headerPrelude();

} // namespace sinter
