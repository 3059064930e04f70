//===-- MemoryMetadata.cpp - What codegen must know of memories ------------===//
//
// codegen/ proves accesses in bounds after the optimiser has been at work, when no lowering
// object is there to ask where a memory's length lives. The named metadata
// sinter.memories says it, one row per memory: its smallest length in bytes,
// whether that is its length for good, the instance slot of its record
// (instanced form), whether that slot holds a pointer to it, whether accesses are checked, whether
// it has a front guard, and the alias tag of state.
//
//===----------------------------------------------------------------------===//

#include "lower/ModuleLowering.h"

using namespace llvm;

namespace sinter {

void describeMemories(ModuleLowering &m) {
  NamedMDNode *rows = m.ir.getOrInsertNamedMetadata("sinter.memories");
  for (uint32_t i = 0; i < m.module.memories.size(); ++i) {
    MemoryIndex index{i};
    MemoryType type = m.plan.memoryType(index);
    auto number = [&](uint64_t value) { return ConstantAsMetadata::get(m.integer(value)); };
    bool isImported = !m.plan.isStatic() && m.module.memories[index].import.has_value();
    Metadata *fields[] = {number(type.limits.minimum << type.pageSizeLog2),
                          number(m.plan.constantLength(index).has_value()),
                          number(m.plan.isStatic() ? 0 : m.plan.slots.memories[i]),
                          number(isImported),
                          number(m.plan.isChecked(index)),
                          number(m.plan.hasFrontGuard(index)),
                          m.storageTag(Storage::State)};
    rows->addOperand(MDNode::get(m.context, fields));
  }
}

} // namespace sinter
