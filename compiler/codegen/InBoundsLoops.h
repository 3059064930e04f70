//===-- InBoundsLoops.h - A trap-free copy of loops over memory ------------===//
//
// A load that may trap is volatile, a checked one sits behind a branch, and
// either keeps a loop from being vectorised; so do 32-bit addresses that might wrap around. Before
// the vectoriser runs, such a loop gets a second copy, entered when a short
// computation (BoundsProof) shows that no access of the whole run can trap:
// there, accesses are plain, checks are gone, addresses are base + start +
// stride * i with one 64-bit counter from 0, which is what LLVM's vectoriser
// wants to see. It adds its own alias checks. The first copy stays as it was,
// so every trap comes when and where it did.
//
// This holds for any trap state: the fast copy has no trap before which
// anything would have to be in order.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/IR/PassManager.h"

namespace sinter {

class InBoundsLoops : public llvm::PassInfoMixin<InBoundsLoops> {
public:
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

} // namespace sinter
