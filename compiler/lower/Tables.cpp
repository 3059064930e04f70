//===-- Tables.cpp - Tables and references ---------------------------------===//
//
// A reference is one pointer, null for ref.null; a table is an array of them.
// In static form a table that nothing ever changes is an array of inline
// {type, code} pairs instead, which saves call_indirect one dependent load; such a table is
// only ever called through or read with table.get.
//
//===----------------------------------------------------------------------===//

#include "lower/FunctionLowering.h"

using namespace llvm;

namespace sinter {

llvm::Value *FunctionLowering::elementAddress(TableIndex table, llvm::Value *index, TrapCode code) {
  llvm::Value *wide = widen(index);
  trapIf(b.CreateICmpUGE(wide, access.tableLength(table)), code);
  return b.CreateGEP(m.pointer, access.tableElements(table), wide, "",
                     GEPNoWrapFlags::noUnsignedWrap());
}

llvm::Value *FunctionLowering::lowerReference(const Instruction &inst, In in) {
  bool isVolatile = m.plan.volatileStores();
  auto element = [&](TableIndex table, llvm::Value *index) {
    return b.CreateGEP(m.pointer, access.tableElements(table), index, "",
                       GEPNoWrapFlags::noUnsignedWrap());
  };
  auto bytes = [&](llvm::Value *count) { return b.CreateShl(count, 3, "", true, true); };
  switch (inst.opcode) {
  case Opcode::RefNull:
    return m.null();
  case Opcode::RefIsNull:
    return fromBool(b.CreateIsNull(in[0].value));
  case Opcode::RefAsNonNull:
    trapIf(b.CreateIsNull(in[0].value), TrapCode::NullReference);
    return in[0].value;
  case Opcode::RefFunc:
    return access.funcRef(FuncIndex(inst.index));
  case Opcode::TableGet: {
    LoadInst *load = b.CreateAlignedLoad(
        m.pointer, elementAddress(TableIndex(inst.index), in[0].value, TrapCode::OutOfBoundsTable),
        Align(8));
    load->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Table));
    return load;
  }
  case Opcode::TableSet: {
    StoreInst *store = b.CreateAlignedStore(
        in[1].value,
        elementAddress(TableIndex(inst.index), in[0].value, TrapCode::OutOfBoundsTable), Align(8),
        isVolatile);
    store->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Table));
    return nullptr;
  }
  case Opcode::TableSize:
    return narrow(access.tableLength(TableIndex(inst.index)), m.plan.is64(TableIndex(inst.index)));
  case Opcode::TableGrow: {
    llvm::Value *record = access.tableRecord(TableIndex(inst.index));
    llvm::Value *old =
        b.CreateCall(m.libcall(Libcall::TableGrow), {record, widen(in[1].value), in[0].value});
    return narrow(old, m.plan.is64(TableIndex(inst.index)));
  }
  case Opcode::TableFill: {
    TableIndex table{inst.index};
    llvm::Value *start = widen(in[0].value), *count = widen(in[2].value);
    checkRange(start, count, access.tableLength(table), TrapCode::OutOfBoundsTable,
               m.plan.is64(table));
    b.CreateCall(m.libcall(Libcall::TableFill), {element(table, start), count, in[1].value});
    return nullptr;
  }
  case Opcode::TableCopy: {
    TableIndex to{inst.index}, from{inst.index2};
    llvm::Value *target = widen(in[0].value), *source = widen(in[1].value);
    llvm::Value *count = widen(in[2].value);
    checkRange(source, count, access.tableLength(from), TrapCode::OutOfBoundsTable,
               m.plan.is64(from));
    checkRange(target, count, access.tableLength(to), TrapCode::OutOfBoundsTable, m.plan.is64(to));
    b.CreateMemMove(element(to, target), Align(8), element(from, source), Align(8), bytes(count),
                    isVolatile);
    return nullptr;
  }
  case Opcode::TableInit: {
    ElemIndex elem{inst.index};
    TableIndex table{inst.index2};
    llvm::Value *target = widen(in[0].value), *source = widen(in[1].value);
    llvm::Value *count = widen(in[2].value);
    LoadInst *length = access.loadField(m.i64, access.elemLengthAddress(elem), 0);
    checkRange(source, count, length, TrapCode::OutOfBoundsTable);
    checkRange(target, count, access.tableLength(table), TrapCode::OutOfBoundsTable,
               m.plan.is64(table));
    llvm::Value *items = b.CreateGEP(m.pointer, access.elemItems(elem), source);
    b.CreateMemCpy(element(table, target), Align(8), items, Align(8), bytes(count), isVolatile);
    return nullptr;
  }
  default: // ElemDrop
    access.storeField(m.integer(0), access.elemLengthAddress(ElemIndex(inst.index)), 0);
    return nullptr;
  }
}

} // namespace sinter
