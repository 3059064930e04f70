//===-- SplitBitScans.h - Scans of 64 bits done in two halves ---------------===//
//
// C for 32-bit machines counts the zeros at an end of 64 bits in two halves:
// `low ? ctz(low) : 32 + ctz(high)`, and so with clz. The .wasm of such
// sources keeps both counts and the choice, though WebAssembly and every CPU
// have the wide count as one instruction. They become that one again: zstd's
// search for matches does little else between two loads.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/IR/PassManager.h"

namespace sinter {

/// Runs once InstCombine has brought the choice into its usual form.
class SplitBitScans : public llvm::PassInfoMixin<SplitBitScans> {
public:
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

} // namespace sinter
