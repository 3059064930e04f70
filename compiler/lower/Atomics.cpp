//===-- Atomics.cpp - Atomic accesses, wait and notify ----------------------===//
//
// The threads proposal. Every atomic access is sequentially consistent, which is LLVM's seq_cst
// by name and by meaning; narrow ones work on the narrow integer and extend with zeros. An address
// that is not a multiple of the access's width traps before bounds are looked at, so
// what reaches LLVM is aligned and never becomes a library call. Bounds are checked as for plain
// accesses (Memory.cpp); where the fault is the trap, accesses are volatile, so that none is lost.
//
// wait and notify are calls of the runtime, which gets an offset whose bounds were checked here.
//
//===----------------------------------------------------------------------===//

#include "lower/FunctionLowering.h"

using namespace llvm;

namespace sinter {

namespace {

/// Read-modify-writes stand in Opcodes.def by operation, each in seven widths.
constexpr unsigned widths = 7;
static_assert(unsigned(Opcode::I64AtomicRmw32XchgU) + 1 ==
              unsigned(Opcode::I32AtomicRmwAdd) + 6 * widths);
static_assert(unsigned(Opcode::I32AtomicRmwCmpxchg) == unsigned(Opcode::I64AtomicRmw32XchgU) + 1);

AtomicRMWInst::BinOp operationOf(Opcode opcode) {
  static constexpr AtomicRMWInst::BinOp operations[] = {
      AtomicRMWInst::Add, AtomicRMWInst::Sub, AtomicRMWInst::And,
      AtomicRMWInst::Or,  AtomicRMWInst::Xor, AtomicRMWInst::Xchg,
  };
  return operations[(unsigned(opcode) - unsigned(Opcode::I32AtomicRmwAdd)) / widths];
}

constexpr AtomicOrdering ordering = AtomicOrdering::SequentiallyConsistent;

} // namespace

llvm::Value *FunctionLowering::atomicAddress(const Instruction &inst, llvm::Value *index) {
  unsigned bytes = 1u << naturalAlignmentLog2(inst.opcode);
  if (bytes > 1) {
    auto number = [&](uint64_t value) {
      return ConstantInt::get(index->getType(), value & (bytes - 1));
    };
    llvm::Value *low = b.CreateAnd(b.CreateAdd(index, number(inst.value)), number(~uint64_t(0)));
    trapIf(b.CreateIsNotNull(low), TrapCode::UnalignedAtomic);
  }
  return effectiveAddress(inst, index, bytes);
}

llvm::Value *FunctionLowering::lowerWaitOrNotify(const Instruction &inst, In in) {
  MemoryIndex memory{inst.index};
  unsigned bytes = 1u << naturalAlignmentLog2(inst.opcode);
  llvm::Value *index = in[0].value;
  atomicAddress(inst, index);
  llvm::Value *offset = b.CreateAdd(widen(index), m.integer(inst.value));
  // Nothing is accessed here, so guard pages alone would not do.
  if (!m.plan.isChecked(memory))
    checkRange(offset, m.integer(bytes), access.memoryLength(memory), TrapCode::OutOfBoundsMemory);
  bool isShared = m.plan.isShared(memory);
  llvm::Value *record = access.memoryRecord(memory);
  switch (inst.opcode) {
  case Opcode::MemoryAtomicNotify:
    // Nobody can wait in a memory that is not shared.
    if (!isShared)
      return ConstantInt::get(m.i32, 0);
    return b.CreateCall(m.libcall(Libcall::MemoryNotify), {record, offset, in[1].value});
  default:
    if (!isShared) {
      trapIf(b.getTrue(), TrapCode::ExpectedSharedMemory);
      return ConstantInt::get(m.i32, 0);
    }
    Libcall call =
        inst.opcode == Opcode::MemoryAtomicWait32 ? Libcall::MemoryWait32 : Libcall::MemoryWait64;
    return b.CreateCall(m.libcall(call), {record, offset, in[1].value, in[2].value});
  }
}

llvm::Value *FunctionLowering::lowerAtomic(const Instruction &inst, In in) {
  if (inst.opcode == Opcode::AtomicFence) {
    b.CreateFence(ordering);
    return nullptr;
  }
  if (inst.opcode <= Opcode::MemoryAtomicWait64)
    return lowerWaitOrNotify(inst, in);

  unsigned bytes = 1u << naturalAlignmentLog2(inst.opcode);
  Align align(bytes);
  IntegerType *type = IntegerType::get(m.context, 8 * bytes);
  bool isVolatile = m.plan.volatileLoads(MemoryIndex(inst.index));
  llvm::Value *address = atomicAddress(inst, in[0].value);
  auto narrowed = [&](const Op &operand) { return b.CreateZExtOrTrunc(operand.value, type); };
  llvm::Value *old = nullptr;
  if (inst.opcode <= Opcode::I64AtomicLoad32U) {
    LoadInst *load = b.CreateAlignedLoad(type, address, align, isVolatile);
    load->setAtomic(ordering);
    old = load;
  } else if (inst.opcode <= Opcode::I64AtomicStore32) {
    StoreInst *store = b.CreateAlignedStore(narrowed(in[1]), address, align, isVolatile);
    store->setAtomic(ordering);
    return nullptr;
  } else if (inst.opcode < Opcode::I32AtomicRmwCmpxchg) {
    AtomicRMWInst *rmw =
        b.CreateAtomicRMW(operationOf(inst.opcode), address, narrowed(in[1]), align, ordering);
    rmw->setVolatile(isVolatile);
    old = rmw;
  } else {
    // The expected value is compared in the access's width: what it has beyond is ignored.
    AtomicCmpXchgInst *exchange =
        b.CreateAtomicCmpXchg(address, narrowed(in[1]), narrowed(in[2]), align, ordering, ordering);
    exchange->setVolatile(isVolatile);
    old = b.CreateExtractValue(exchange, 0);
  }
  bool isI64 = opcodeInfo(inst.opcode).signature.back() == 'l';
  return b.CreateZExt(old, isI64 ? m.i64 : m.i32);
}

} // namespace sinter
