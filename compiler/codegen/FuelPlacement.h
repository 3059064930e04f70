//===-- FuelPlacement.h - Where a function's fuel is paid -------------------===//
//
// lower/Fuel.cpp pays every straight piece of code where it begins. Somebody sees that at calls, at
// the function's end, and where it is asked whether anything is left: at the turns of loops and at
// the function's beginning. In between a function may owe: each block is given an amount that is
// owed in it, and what an edge of the control flow pays is what its ends and the piece behind it
// leave to pay. An amount is chosen so that the likeliest way into a block pays nothing: a loop
// pays for a whole turn at once, an `if` in one of its two ways, and what calls
// nothing and has no loop once at its end. Where everybody looks, nothing is owed, so nobody sees a
// difference but traps, behind which some may not have been paid.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/IR/PassManager.h"

namespace llvm {
class BinaryOperator;
class Instruction;
} // namespace llvm

namespace sinter {

/// A load or store of fuel: of the type "fuel" (TBAA).
bool isFuelAccess(const llvm::Instruction &inst);

/// The first pass of all. Works on functions with the attribute "sinter-fuel".
class FuelPlacement : public llvm::PassInfoMixin<FuelPlacement> {
public:
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

} // namespace sinter
