//===-- InlinedFrames.h - What backtraces say of inlined functions ----------===//
//
// A backtrace is to name every wasm function that was active, whether the
// optimiser left it a frame of its own or not. Lowering gives each function a
// scope and each instruction a location in it, which LLVM keeps up to date
// while it inlines; no debug information comes of that, since the compile unit
// asks for none. When code is printed, the locations of calls and accesses,
// where a trap can be, become a table per function in the section
// sinter_inlined (docs/abi.md), tied to its function (SHF_LINK_ORDER) and
// read only when a backtrace is made.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/CodeGen/AsmPrinterHandler.h"

#include <memory>

namespace llvm {
class AsmPrinter;
} // namespace llvm

namespace sinter {

/// Writes the tables of one module while `printer` prints it.
[[nodiscard]] std::unique_ptr<llvm::AsmPrinterHandler>
createInlinedFrames(llvm::AsmPrinter &printer);

} // namespace sinter
