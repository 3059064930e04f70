//===-- Memory.cpp - Loads, stores, and operations on whole memories -------===//
//
// Addresses are GEPs from the memory's base with a zero-extended index plus the
// constant offset in 64 bits, where it cannot wrap: LLVM folds both into the
// addressing mode, and its scalar evolution sees through them (inttoptr would
// be opaque to it).
//
// Guard mode: an access may fault, and the fault is the trap. A plain load
// whose value is unused would be deleted, and the trap with it, so loads are
// volatile here; codegen's DevolatilizeLoads makes those plain again that the optimiser cannot
// lose. Stores are plain where memory cannot be observed after a trap
// (TrapState::Relaxed), else volatile too, which keeps all accesses in order. There a trap also
// leaves no half of a store behind: CPUs other than x86-64 may write the part of a misaligned store
// that lies below the guard pages before the rest faults, so its last byte is read first.
//
// Checked mode: index + offset + size is compared in 64 bits with the length, and the trap
// is a branch that LLVM understands, so all accesses are plain. 64-bit memories and those of small
// pages are checked in every mode; a 64-bit index is compared with length - (offset + size - 1),
// which cannot overflow and is the same for all accesses of one offset and size.
//
//===----------------------------------------------------------------------===//

#include "lower/FunctionLowering.h"

#include "llvm/Analysis/ValueTracking.h"

using namespace llvm;

namespace sinter {

namespace {

/// The memory width and the way of extension of a load or store.
struct AccessShape {
  unsigned bits;
  bool isSigned;
};

AccessShape shapeOf(Opcode opcode) {
  switch (opcode) {
  case Opcode::I32Load8S:
  case Opcode::I64Load8S:
    return {8, true};
  case Opcode::I32Load8U:
  case Opcode::I64Load8U:
  case Opcode::I32Store8:
  case Opcode::I64Store8:
    return {8, false};
  case Opcode::I32Load16S:
  case Opcode::I64Load16S:
    return {16, true};
  case Opcode::I32Load16U:
  case Opcode::I64Load16U:
  case Opcode::I32Store16:
  case Opcode::I64Store16:
    return {16, false};
  case Opcode::I64Load32S:
    return {32, true};
  case Opcode::I32Load:
  case Opcode::F32Load:
  case Opcode::I32Store:
  case Opcode::F32Store:
  case Opcode::I64Load32U:
  case Opcode::I64Store32:
    return {32, false};
  default:
    return {64, false};
  }
}

} // namespace

llvm::Value *FunctionLowering::widen(llvm::Value *value) { return b.CreateZExt(value, m.i64); }

llvm::Value *FunctionLowering::narrow(llvm::Value *value, bool is64) {
  return is64 ? value : b.CreateTrunc(value, m.i32);
}

void FunctionLowering::checkWideIndex(MemoryIndex memory, llvm::Value *index, uint64_t offset,
                                      unsigned bytes) {
  uint64_t last = offset + (bytes - 1);
  if (last < offset) { // No memory reaches so far.
    trapIf(b.getTrue(), TrapCode::OutOfBoundsMemory);
    return;
  }
  // A constant place within what the memory always has.
  if (auto *constant = dyn_cast<ConstantInt>(index)) {
    uint64_t end = constant->getZExtValue() + last;
    if (end >= last && end < m.plan.minimumLength(memory))
      return;
  }
  llvm::Value *length = access.memoryLength(memory);
  // A memory never shrinks, so what its minimum holds needs no saturation.
  llvm::Value *limit = m.plan.minimumLength(memory) >= last
                           ? b.CreateSub(length, m.integer(last), "", /*NUW=*/true)
                           : b.CreateBinaryIntrinsic(Intrinsic::usub_sat, length, m.integer(last));
  trapIf(b.CreateICmpUGE(index, limit), TrapCode::OutOfBoundsMemory);
}

llvm::Value *FunctionLowering::hideFar(llvm::Value *offset) {
  // A memory's base lies no higher than 1 GiB (link/Linker.cpp), and nothing beyond 2 GiB is
  // folded.
  auto *constant = dyn_cast<ConstantInt>(offset);
  bool isFar = constant && constant->getZExtValue() >> 30 == 1;
  return isFar && !m.plan.options.optimize ? b.CreateFreeze(offset) : offset;
}

llvm::Value *FunctionLowering::byteAddress(MemoryIndex memory, llvm::Value *offset) {
  return b.CreatePtrAdd(access.memoryBase(memory), hideFar(offset), "",
                        GEPNoWrapFlags::noUnsignedWrap());
}

llvm::Value *FunctionLowering::effectiveAddress(const Instruction &inst, llvm::Value *index,
                                                unsigned bytes) {
  MemoryIndex memory{inst.index};
  bool is64 = m.plan.is64(memory);
  llvm::Value *offset = widen(index);
  if (is64 && m.plan.options.boundsChecks)
    checkWideIndex(memory, index, inst.value, bytes);
  if (inst.value)
    offset = b.CreateAdd(offset, hideFar(m.integer(inst.value)), "", /*NUW=*/true, /*NSW=*/!is64);
  if (!is64 && m.plan.isChecked(memory)) {
    llvm::Value *end = b.CreateAdd(offset, m.integer(bytes), "", true, true);
    trapIf(b.CreateICmpUGT(end, access.memoryLength(memory)), TrapCode::OutOfBoundsMemory);
  }
  return byteAddress(memory, offset);
}

llvm::Value *FunctionLowering::lowerLoad(const Instruction &inst, llvm::Value *index) {
  AccessShape shape = shapeOf(inst.opcode);
  Type *result = m.type(opcodeInfo(inst.opcode).signature.back() == 'i'   ? ValueType::Kind::I32
                        : opcodeInfo(inst.opcode).signature.back() == 'l' ? ValueType::Kind::I64
                        : opcodeInfo(inst.opcode).signature.back() == 'f' ? ValueType::Kind::F32
                                                                          : ValueType::Kind::F64);
  bool narrow = result->getPrimitiveSizeInBits() != shape.bits;
  Type *loaded = narrow ? Type::getIntNTy(m.context, shape.bits) : result;
  LoadInst *load = b.CreateAlignedLoad(loaded, effectiveAddress(inst, index, shape.bits / 8),
                                       Align(1), m.plan.volatileLoads(MemoryIndex(inst.index)));
  load->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Memory));
  if (!narrow)
    return load;
  return shape.isSigned ? b.CreateSExt(load, result) : b.CreateZExt(load, result);
}

void FunctionLowering::lowerStore(const Instruction &inst, llvm::Value *index, llvm::Value *value) {
  AccessShape shape = shapeOf(inst.opcode);
  if (value->getType()->getPrimitiveSizeInBits() != shape.bits)
    value = b.CreateTrunc(value, Type::getIntNTy(m.context, shape.bits));
  storeAt(MemoryIndex(inst.index), effectiveAddress(inst, index, shape.bits / 8), value);
}

void FunctionLowering::storeAt(MemoryIndex memory, llvm::Value *address, llvm::Value *value) {
  unsigned bytes = unsigned(value->getType()->getPrimitiveSizeInBits()) / 8;
  bool isObserved = m.plan.volatileStores() && !m.plan.isStatic();
  if (isObserved && !m.plan.isChecked(memory) && !m.machine.isX86 && bytes > 1) {
    // Memories begin at pages, so that an aligned offset is an aligned address.
    auto *sum = dyn_cast<GEPOperator>(address);
    unsigned zeros =
        sum ? computeKnownBits(sum->getOperand(1), m.ir.getDataLayout()).countMinTrailingZeros()
            : 0;
    if (zeros < Log2_32(bytes)) {
      llvm::Value *last = b.CreatePtrAdd(address, m.integer(bytes - 1));
      LoadInst *probe = b.CreateAlignedLoad(m.i8, last, Align(1), /*isVolatile=*/true);
      probe->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Memory));
    }
  }
  StoreInst *store = b.CreateAlignedStore(value, address, Align(1), m.plan.volatileStores());
  store->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Memory));
}

void FunctionLowering::checkRange(llvm::Value *start, llvm::Value *count, llvm::Value *length,
                                  TrapCode code, bool is64) {
  if (!is64) {
    llvm::Value *end = b.CreateAdd(start, count, "", true, true);
    trapIf(b.CreateICmpUGT(end, length), code);
    return;
  }
  llvm::Value *rest = b.CreateSub(length, start);
  trapIf(b.CreateOr(b.CreateICmpUGT(start, length), b.CreateICmpUGT(count, rest)), code);
}

llvm::Value *FunctionLowering::lowerMemory(const Instruction &inst, In in) {
  bool isVolatile = m.plan.volatileStores();
  switch (inst.opcode) {
  case Opcode::MemorySize: {
    MemoryIndex memory{inst.index};
    unsigned shift = m.plan.memoryType(memory).pageSizeLog2;
    return narrow(b.CreateLShr(access.memoryLength(memory), shift), m.plan.is64(memory));
  }
  case Opcode::MemoryGrow: {
    MemoryIndex memory{inst.index};
    llvm::Value *record = access.memoryRecord(memory);
    Libcall call = m.plan.isShared(memory) ? Libcall::MemoryGrowShared : Libcall::MemoryGrow;
    llvm::Value *old = b.CreateCall(m.libcall(call), {record, widen(in[0].value)});
    return narrow(old, m.plan.is64(memory));
  }
  case Opcode::MemoryFill: {
    MemoryIndex memory{inst.index};
    llvm::Value *start = widen(in[0].value), *count = widen(in[2].value);
    checkRange(start, count, access.memoryLength(memory), TrapCode::OutOfBoundsMemory,
               m.plan.is64(memory));
    CallInst *call = b.CreateMemSet(byteAddress(memory, start), b.CreateTrunc(in[1].value, m.i8),
                                    count, Align(1), isVolatile);
    call->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Memory));
    return nullptr;
  }
  case Opcode::MemoryCopy: {
    MemoryIndex to{inst.index}, from{inst.index2};
    llvm::Value *target = widen(in[0].value), *source = widen(in[1].value);
    llvm::Value *count = widen(in[2].value);
    checkRange(source, count, access.memoryLength(from), TrapCode::OutOfBoundsMemory,
               m.plan.is64(from));
    checkRange(target, count, access.memoryLength(to), TrapCode::OutOfBoundsMemory,
               m.plan.is64(to));
    CallInst *call = b.CreateMemMove(byteAddress(to, target), Align(1), byteAddress(from, source),
                                     Align(1), count, isVolatile);
    call->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Memory));
    return nullptr;
  }
  case Opcode::MemoryInit: {
    DataIndex data{inst.index};
    MemoryIndex memory{inst.index2};
    llvm::Value *target = widen(in[0].value), *source = widen(in[1].value);
    llvm::Value *count = widen(in[2].value);
    LoadInst *length = access.loadField(m.i64, access.dataLengthAddress(data), 0);
    checkRange(source, count, length, TrapCode::OutOfBoundsMemory);
    checkRange(target, count, access.memoryLength(memory), TrapCode::OutOfBoundsMemory,
               m.plan.is64(memory));
    b.CreateMemCpy(byteAddress(memory, target), Align(1), b.CreatePtrAdd(m.dataBytes(data), source),
                   Align(1), count, isVolatile);
    return nullptr;
  }
  default: // DataDrop
    access.storeField(m.integer(0), access.dataLengthAddress(DataIndex(inst.index)), 0);
    return nullptr;
  }
}

} // namespace sinter
