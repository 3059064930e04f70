//===-- Pipeline.h - The optimiser's passes, by level ----------------------===//
//
// The only place that builds pass pipelines. What comes in was optimised by
// the producer of the wasm already: it needs SSA form cleaned up,
// addresses and bounds checks simplified, loops vectorised, and what the
// producer could not see across (imports, the runtime) inlined. -O0 runs
// nothing at all.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "codegen/Target.h"

namespace llvm {
class Module;
class TargetMachine;
} // namespace llvm

namespace sinter {

/// Optimises `module` in place for `machine`, made from `spec` with the same `level`.
void optimise(llvm::Module &module, llvm::TargetMachine &machine, const TargetSpec &spec,
              OptLevel level);

/// What is wrong with `module`'s IR, or "" (a bug of ours if not).
[[nodiscard]] std::string verifyIr(const llvm::Module &module);

} // namespace sinter
