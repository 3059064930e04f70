//===-- InstanceAccess.cpp - Where state lives, as seen by one function ----===//
//
// In guard mode a memory's base never moves, so instanced form (and static form for memories but
// the first) loads it as an invariant and LLVM keeps it in a register; a checked memory may move
// when it grows, so base and length are ordinary loads that any call may change. Memory 0 of a
// hardened program has a base that only its start knows, and which is as invariant.
//
//===----------------------------------------------------------------------===//

#include "lower/InstanceAccess.h"

using namespace llvm;

namespace sinter {

LoadInst *InstanceAccess::invariant(LoadInst *load) {
  load->setMetadata(LLVMContext::MD_invariant_load, MDNode::get(m.context, {}));
  return load;
}

Value *InstanceAccess::slotAddress(unsigned slot) {
  return b.CreateConstInBoundsGEP1_32(m.i64, instance, slot);
}

LoadInst *InstanceAccess::loadField(Type *type, Value *record, unsigned slot) {
  LoadInst *load =
      b.CreateAlignedLoad(type, b.CreateConstInBoundsGEP1_32(m.i64, record, slot), Align(8));
  load->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::State));
  return load;
}

void InstanceAccess::storeField(Value *value, Value *record, unsigned slot) {
  StoreInst *store =
      b.CreateAlignedStore(value, b.CreateConstInBoundsGEP1_32(m.i64, record, slot), Align(8));
  store->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::State));
}

Value *InstanceAccess::inSlot(unsigned slot, bool isImported) {
  return isImported ? invariant(loadField(m.pointer, instance, slot)) : slotAddress(slot);
}

Value *InstanceAccess::memoryRecord(MemoryIndex index) {
  if (m.plan.isStatic())
    return m.memoryRecord(index);
  return inSlot(m.plan.slots.memories[raw(index)], m.module.memories[index].import.has_value());
}

Value *InstanceAccess::memoryBase(MemoryIndex index) {
  if (m.plan.hasFixedBase(index) && !m.plan.options.harden)
    return m.memoryBase();
  LoadInst *load = loadField(m.pointer, memoryRecord(index), SINTER_SLOT_Memory_base);
  bool isChecked = m.plan.isChecked(index);
  bool moves = isChecked && !m.plan.hasFixedBase(index);
  // A guarded memory is a mapping of its own, so that a vector at a multiple of 16 is aligned.
  if (!isChecked)
    load->setMetadata(LLVMContext::MD_align,
                      MDNode::get(m.context, ConstantAsMetadata::get(m.integer(4096))));
  return moves ? load : invariant(load);
}

Value *InstanceAccess::memoryLength(MemoryIndex index) {
  if (std::optional<uint64_t> length = m.plan.constantLength(index))
    return m.integer(*length);
  LoadInst *length = loadField(m.i64, memoryRecord(index), SINTER_SLOT_Memory_length);
  if (m.plan.isShared(index)) // Other threads grow it.
    length->setAtomic(AtomicOrdering::SequentiallyConsistent);
  return length;
}

Value *InstanceAccess::tableRecord(TableIndex index) {
  if (m.plan.isStatic())
    return m.tableRecord(index);
  return inSlot(m.plan.slots.tables[raw(index)], m.module.tables[index].import.has_value());
}

Value *InstanceAccess::tableElements(TableIndex index) {
  if (m.plan.hasFixedSize(index))
    return m.tableElements(index);
  LoadInst *elements = loadField(m.pointer, tableRecord(index), SINTER_SLOT_Table_elements);
  return m.plan.isClosed(index) ? invariant(elements) : elements;
}

Value *InstanceAccess::tableLength(TableIndex index) {
  if (m.plan.hasFixedSize(index) || m.plan.isClosed(index))
    return m.integer(m.plan.tableType(index).limits.minimum);
  return loadField(m.i64, tableRecord(index), SINTER_SLOT_Table_length);
}

Value *InstanceAccess::globalAddress(GlobalIndex index) {
  if (m.plan.isStatic())
    return m.global(index);
  return inSlot(m.plan.slots.globals[raw(index)], m.module.globals[index].import.has_value());
}

Value *InstanceAccess::funcRef(FuncIndex index) {
  if (m.plan.isStatic())
    return m.funcRef(index);
  return slotAddress(m.plan.slots.functions[raw(index)]);
}

InstanceAccess::Callee InstanceAccess::importedFunction(FuncIndex index) {
  unsigned slot = m.plan.slots.functions[raw(index)];
  return {invariant(loadField(m.pointer, instance, slot + SINTER_SLOT_FuncRef_code)),
          invariant(loadField(m.pointer, instance, slot + SINTER_SLOT_FuncRef_instance))};
}

void InstanceAccess::enterImport(FuncIndex index) {
  if (!m.plan.hasSeveralCallers)
    return;
  MemoryIndex memory = m.module.functions[index].callerMemory;
  storeField(m.module.memories.contains(memory) ? m.memoryRecord(memory) : m.null(), m.program(),
             SINTER_SLOT_Program_memory);
}

Value *InstanceAccess::typeId(TypeIndex index) {
  if (m.plan.isStatic())
    return m.typeSymbol(index);
  Value *address = b.CreateConstInBoundsGEP2_32(m.typeIds()->getValueType(), m.typeIds(), 0,
                                                raw(m.module.types[index].canonical));
  return invariant(b.CreateAlignedLoad(m.pointer, address, Align(8)));
}

Value *InstanceAccess::argumentArea() {
  if (m.plan.isStatic())
    return m.argumentArea();
  Value *context = invariant(loadField(m.pointer, instance, SINTER_SLOT_Instance_context));
  return invariant(loadField(m.pointer, context, SINTER_SLOT_Context_arguments));
}

Value *InstanceAccess::fuelAddress() {
  Value *context = invariant(loadField(m.pointer, instance, SINTER_SLOT_Instance_context));
  return b.CreateConstInBoundsGEP1_32(m.i64, context, SINTER_SLOT_Context_fuel);
}

Value *InstanceAccess::dataLengthAddress(DataIndex index) {
  if (m.plan.isStatic())
    return m.dataLength(index);
  return slotAddress(m.plan.slots.datas[raw(index)]);
}

Value *InstanceAccess::elemLengthAddress(ElemIndex index) {
  if (m.plan.isStatic())
    return m.elemLength(index);
  return slotAddress(m.plan.slots.elems[raw(index)]);
}

Value *InstanceAccess::elemItems(ElemIndex index) {
  if (m.plan.isStatic())
    return m.elemItems(index);
  return slotAddress(m.plan.slots.elems[raw(index)] + 1);
}

Value *InstanceAccess::tagIdentity(TagIndex index) {
  if (m.plan.isStatic())
    return m.tag(index);
  return inSlot(m.plan.slots.tags[raw(index)], m.module.tags[index].import.has_value());
}

InstanceAccess::RuntimeCall InstanceAccess::runtimeCall(Libcall inStatic, Libcall inInstanced,
                                                        ArrayRef<Value *> arguments) {
  RuntimeCall call;
  call.callee = m.libcall(m.plan.isStatic() ? inStatic : inInstanced);
  if (!m.plan.isStatic())
    call.arguments.push_back(instance);
  call.arguments.append(arguments.begin(), arguments.end());
  return call;
}

void InstanceAccess::releaseException(Value *exception) {
  auto [callee, arguments] =
      runtimeCall(Libcall::ExceptionRelease, Libcall::ExceptionReleaseInstance, {exception});
  b.CreateCall(callee, arguments);
}

void InstanceAccess::callTrap(TrapCode code) {
  if (m.plan.isStatic())
    m.needTrapText(code);
  Value *number = ConstantInt::get(m.i32, uint32_t(code));
  auto [callee, arguments] = runtimeCall(Libcall::Trap, Libcall::TrapInstance, {number});
  CallInst *call = b.CreateCall(callee, arguments);
  call->setDoesNotReturn();
  // Merged with those of functions inlined beside it, it could not say whose it is.
  if (b.getCurrentDebugLocation())
    call->addFnAttr(Attribute::NoMerge);
}

} // namespace sinter
