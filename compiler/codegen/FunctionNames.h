//===-- FunctionNames.h - What backtraces call a function ------------------===//
//
// Each function that survives optimisation gets one row {distance to its code,
// distance to its name} (SinterFunctionName, abi/Abi.h) in the section
// sinter_functions. The rows are tied to their functions (SHF_LINK_ORDER), so
// that the linker drops both together and sorts rows by address: start-up does
// nothing, and a backtrace is a binary search.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace llvm {
class Module;
} // namespace llvm

namespace sinter {

/// Adds a row for every defined function that has the attribute "sinter-name".
void emitFunctionNames(llvm::Module &module);

} // namespace sinter
