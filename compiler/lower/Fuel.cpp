//===-- Fuel.cpp - Counting what a function does, under --fuel --------------===//
//
// Every instruction costs 1, and so does every turn of a loop; block, end, else, br and return
// cost nothing. A straight piece of code, up to the next label or branch, is paid as a whole where
// it begins, calls in it included: so that there is one subtraction for it. Behind that of a loop's
// turn, and of a function that has a loop or calls something, comes a look whether less than
// nothing is left. All of that is said of the module, so the sum depends on it and its input alone,
// not on the optimiser, the CPU, or the form of memory.
//
// Fuel is a word of the context to LLVM, which nothing but fuel and calls of others aliases. So it
// adds up the pieces of what it inlines, and keeps the word in a register in loops that call
// nothing. codegen/FuelPlacement and FuelInRegisters say the rest; docs/performance.md has what was
// tried before.
//
//===----------------------------------------------------------------------===//

#include "lower/FunctionLowering.h"

using namespace llvm;

namespace sinter {

void FunctionLowering::beginFuel() {
  if (!m.plan.options.fuel)
    return;
  fuelCell = access.fuelAddress();
  openPiece();
  if (m.plan.facts.mayTakeLong[raw(index)])
    checkFuel();
}

void FunctionLowering::openPiece() {
  if (!fuelCell)
    return;
  LoadInst *left = b.CreateAlignedLoad(m.i64, fuelCell, Align(8));
  // What it costs is known at its end.
  charge = BinaryOperator::CreateSub(left, m.integer(0));
  b.Insert(charge);
  StoreInst *store = b.CreateAlignedStore(charge, fuelCell, Align(8));
  left->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Fuel));
  store->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Fuel));
}

void FunctionLowering::closePiece() {
  if (charge)
    charge->setOperand(1, m.integer(unpaid));
  charge = nullptr;
  unpaid = 0;
}

void FunctionLowering::payOne() {
  if (!charge)
    openPiece();
  ++unpaid;
}

void FunctionLowering::checkFuel() {
  if (charge)
    trapIf(b.CreateICmpSLT(charge, m.integer(0)), TrapCode::OutOfFuel);
}

} // namespace sinter
