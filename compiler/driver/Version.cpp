//===-- Version.cpp - What --version says ----------------------------------===//
//
// The one file that is built again when the version changes.
//
//===----------------------------------------------------------------------===//

#include "driver/Version.h"

#include "llvm/Config/llvm-config.h"

namespace sinter {

std::string versionText() { return "sinter " SINTER_VERSION " (LLVM " LLVM_VERSION_STRING ")"; }

} // namespace sinter
