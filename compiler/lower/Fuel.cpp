//===-- Fuel.cpp - Counting what a function does, under --fuel --------------===//
//
// Every instruction costs 1, and so does every turn of a loop; block, end, else, br and return
// cost nothing. What a straight piece of code costs is taken off at its end, and loops and
// functions begin with a look whether less than nothing is left. So the sum depends on the module
// and its input alone, not on the optimiser, the CPU, or the form of memory.
//
// While a function runs its fuel is a local value, which LLVM keeps in a register; it is in the
// context while others may run: at calls, throws and returns.
//
//===----------------------------------------------------------------------===//

#include "lower/FunctionLowering.h"

using namespace llvm;

namespace sinter {

void FunctionLowering::beginFuel() {
  if (!m.plan.options.fuel)
    return;
  fuelCell = access.fuelAddress();
  fuel = b.CreateAlloca(m.i64);
  takeFuel();
  checkFuel();
}

void FunctionLowering::checkFuel() {
  if (fuel)
    trapIf(b.CreateICmpSLT(b.CreateLoad(m.i64, fuel), m.integer(0)), TrapCode::OutOfFuel);
}

void FunctionLowering::spendFuel() {
  if (fuel && unpaid)
    b.CreateStore(b.CreateSub(b.CreateLoad(m.i64, fuel), m.integer(unpaid)), fuel);
  unpaid = 0;
}

void FunctionLowering::giveFuel() {
  spendFuel();
  if (fuel)
    b.CreateAlignedStore(b.CreateLoad(m.i64, fuel), fuelCell, Align(8));
}

void FunctionLowering::takeFuel() {
  if (fuel)
    b.CreateStore(b.CreateAlignedLoad(m.i64, fuelCell, Align(8)), fuel);
}

} // namespace sinter
