//===-- MemoryFacts.h - Linear memories as the optimiser's IR shows them ---===//
//
// Reads what lower/MemoryMetadata.cpp wrote: from the base of an access to the
// memory it belongs to, and from there to code that finds the memory's length.
// No metadata on accesses is needed (passes drop it when they merge accesses):
// a base is either the symbol of memory 0 or a load of a record's first field.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/IRBuilder.h"

#include <optional>

namespace sinter {

/// A memory, and where its record is (null if it has a constant length).
struct MemoryFacts {
  unsigned index = 0;
  uint64_t minimum = 0; ///< bytes it always has
  bool isConstant = false;
  bool isChecked = false; ///< accesses follow a bounds check
  /// SINTER_FRONT_GUARD bytes before its base fault, and it never has the last ones below 4 GiB.
  bool hasFrontGuard = false;
  llvm::Value *record = nullptr;
  llvm::MDNode *tag = nullptr;
};

/// The memory of which `base` is the first byte, as seen in `function`; nothing if it is none.
[[nodiscard]] std::optional<MemoryFacts> memoryOfBase(llvm::Value *base, llvm::Function &function);

/// The loads in `function` of the base of memory 0.
[[nodiscard]] llvm::SmallVector<llvm::Instruction *> basesOfFirstMemory(llvm::Function &function);

/// The memory whose length is loaded; nothing if it is something else, or the instanced form's.
[[nodiscard]] std::optional<MemoryFacts> memoryOfLength(llvm::LoadInst &load);

/// Where the base of a memory of instanced form stands, as `function` finds it.
[[nodiscard]] llvm::Value *memoryBaseAddress(llvm::IRBuilderBase &b, llvm::Function &function,
                                             unsigned index);

/// Whether the module has a memory whose accesses are checked.
[[nodiscard]] bool hasCheckedMemory(const llvm::Module &module);

/// Its current length in bytes, i64.
[[nodiscard]] llvm::Value *emitMemoryLength(llvm::IRBuilderBase &b, const MemoryFacts &memory);

} // namespace sinter
