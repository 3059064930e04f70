//===-- Renumbering.h - A module's indices as a program's ------------------===//
//
// Linked modules (link/ModuleLinker.h) become one, whose index spaces hold what each of them
// defines. Bodies are left as they stand in their files, so that nothing is written a second time
// and offsets stay true: who walks one turns the indices of each instruction, right after it is
// decoded, into the program's.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Module.h"

namespace sinter {

struct Renumbering {
  // What each index of the module is in the program.
  std::vector<FuncIndex> functions;
  std::vector<TableIndex> tables;
  std::vector<MemoryIndex> memories;
  std::vector<GlobalIndex> globals;
  std::vector<TagIndex> tags;
  // These stay together: what index 0 is.
  uint32_t firstType = 0;
  uint32_t firstElem = 0;
  uint32_t firstData = 0;
  /// Those of the module, whose offsets are its file's.
  const std::vector<BranchHint> *branchHints = nullptr;

  [[nodiscard]] TypeIndex apply(TypeIndex t) const { return TypeIndex(firstType + raw(t)); }
  [[nodiscard]] ValueType apply(ValueType type) const;
  [[nodiscard]] FuncType apply(const FuncType &type) const;
  [[nodiscard]] TypeDefinition apply(const TypeDefinition &type) const;
  [[nodiscard]] ConstExpr apply(const ConstExpr &expr) const;
  void apply(Instruction &inst) const;
  /// Of what is imported or exported.
  [[nodiscard]] uint32_t apply(ExternKind kind, uint32_t index) const;
};

} // namespace sinter
