//===-- TrapBlock.h - Traps that are inserted behind the optimiser ----------===//
#pragma once

#include <cstdint>

namespace llvm {
class BasicBlock;
class Function;
class Value;
} // namespace llvm

namespace sinter {

/// Adds a block that ends in a trap with that code (abi/Traps.def), by `instance`, which is null in
/// static form.
llvm::BasicBlock *createTrapBlock(llvm::Function &function, llvm::Value *instance, uint32_t trap);

} // namespace sinter
