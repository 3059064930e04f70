//===-- Version.h - What --version says ------------------------------------===//
//
// The project's version comes from CMake; LLVM's is what is linked in.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <string>

namespace sinter {

[[nodiscard]] std::string versionText();

} // namespace sinter
