//===-- Version.cpp - What --version says ----------------------------------===//

#include "driver/Version.h"

#include "llvm/Config/llvm-config.h"

namespace sinter {

std::string versionText() { return "sinter " SINTER_VERSION " (LLVM " LLVM_VERSION_STRING ")"; }

} // namespace sinter
