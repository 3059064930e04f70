//===-- NegativeOffsets.h - Constants subtracted from an address ------------===//
//
// The index of `a[i - 1]` is computed in 32 bits and may wrap, so that the -1
// cannot become a displacement of the access: it costs an instruction of its
// own, as WebAssembly's static offsets are never negative. But an index that
// wraps points to the last 64 KiB below 4 GiB, where a memory of fewer than
// 65,536 pages has nothing, and without wrapping the access would begin below
// the memory's base, where an executable has nothing either: both trap.
//
// So `zext(x - C)` becomes `zext(x) - C` where nothing else wants the index.
// What must hold besides: the access begins at the index itself (else parts
// of it may be in bounds), and code generation keeps its first byte, which DevolatilizeLoads
// sees to.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/IR/PassManager.h"

namespace sinter {

/// Runs before DevolatilizeLoads; works on memories with MemoryFacts::hasFrontGuard.
class NegativeOffsets : public llvm::PassInfoMixin<NegativeOffsets> {
public:
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

} // namespace sinter
