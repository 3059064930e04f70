//===-- LlvmOptions.h - What we have LLVM do otherwise by default -----------===//
#pragma once

namespace sinter {

/// Sets the process's options of LLVM that nobody named. To be called before passes are made.
void preferLlvmOptions();

} // namespace sinter
