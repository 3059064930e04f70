//===-- DevolatilizeLoads.h - Loads that code generation cannot lose -------===//
//
// In guard mode lowering makes every load of linear memory volatile, since a
// load that faults is a trap even when nobody uses its value. That is right
// while the optimiser runs, but in code generation it costs: a volatile load
// is kept in order with everything around it and seldom becomes an operand of
// the instruction that uses it. So at the end of the optimiser those loads
// are made plain again whose fault cannot get lost on the remaining way:
//
//  - The value is needed in the load's own block by something that stays: a store, a call, the
//    block's branch, another access's address. Nothing moves the load out of the block then, and
//    nothing deletes it.
//  - A bit of the value's most significant byte is needed. Code generation may narrow a load, and
//    one that keeps the last byte still faults when the wide one did: memory ends where the fault
//    begins, never the other way round. Of an access that may begin before memory
//    (NegativeOffsets), the first byte must be needed as well.
//  - No other load of the block reads the same address, so that no two of them fold into
//    something that needs neither.
//
// Only where memory cannot be observed after a trap (TrapState::Relaxed): plain loads
// keep no order with stores.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/IR/PassManager.h"

namespace sinter {

/// The last function pass of the optimiser. Works on functions with the attribute
/// "sinter-traps"="relaxed".
class DevolatilizeLoads : public llvm::PassInfoMixin<DevolatilizeLoads> {
public:
  llvm::PreservedAnalyses run(llvm::Function &function, llvm::FunctionAnalysisManager &analyses);
};

} // namespace sinter
