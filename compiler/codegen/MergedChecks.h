//===-- MergedChecks.h - One check for several fields of an object ----------===//
//
// An index of 64 bits is compared with length - (offset + size - 1) at each access, so every field
// of an object that a pointer leads to is checked by itself: against another limit, which LLVM does
// not know to be implied. Two things are done in functions after whose traps nobody can look at
// memory (executables): a check whose index passed a stricter one before is gone, and a
// check after which, whatever way the function takes, a stricter one of the same index is
// certain to come, before anything that could be seen from outside, becomes that one.
// Memories never shrink, so what was once in bounds stays so.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/IR/PassManager.h"

namespace sinter {

/// Runs after InstCombine, any number of times.
class MergedChecks : public llvm::PassInfoMixin<MergedChecks> {
public:
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

} // namespace sinter
