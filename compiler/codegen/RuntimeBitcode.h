//===-- RuntimeBitcode.h - Runtime functions that are inlined --------------===//
//
// runtime-support/inline exists as bitcode besides the archive. What a
// partition calls of it is linked into the partition before it is optimised, as
// internal functions, so that small ones fold into generated code; the
// rest of the bitcode never shows up.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"

namespace llvm {
class Module;
} // namespace llvm

namespace sinter {

/// Links what `module` calls of `bitcode` into it.
void linkRuntimeBitcode(llvm::Module &module, Bytes bitcode);

} // namespace sinter
