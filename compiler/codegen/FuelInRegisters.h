//===-- FuelInRegisters.h - Fuel as a value in loops that call nothing ------===//
//
// Fuel (lower/Fuel.cpp) is a word in memory. LICM makes such a word a value in a loop, but not
// where something in the loop may not return, which LLVM takes volatile stores for: all stores of
// the instanced form's exact trap state. It would have to be in memory then, were that looked at.
// It is not: what is left after a fault in the middle of a loop is promised to nobody. So here
// loops that call nothing load their fuel before they begin and store it at every exit.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/IR/PassManager.h"

namespace sinter {

/// Works on functions with the attribute "sinter-fuel", and on accesses of the type "fuel" (TBAA).
class FuelInRegisters : public llvm::PassInfoMixin<FuelInRegisters> {
public:
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

/// Has the processor's flags say what is left: LLVM compares the value before the subtraction with
/// what is subtracted, once it knows that nothing wraps, which takes an instruction more. Late.
class FuelBySign : public llvm::PassInfoMixin<FuelBySign> {
public:
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

} // namespace sinter
