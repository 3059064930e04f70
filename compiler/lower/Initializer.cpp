//===-- Initializer.cpp - Code that brings a module to life ----------------===//

#include "lower/Initializer.h"

#include "lower/CallingConvention.h"

using namespace llvm;

namespace sinter {

Initializer::Initializer(ModuleLowering &m, llvm::Function *function)
    : b(BasicBlock::Create(m.context, "entry", function)),
      access(m, b, m.plan.isStatic() ? nullptr : function->getArg(0)), m(m), function(function) {}

void Initializer::trapUnless(Value *condition, TrapCode code) {
  BasicBlock *trap = BasicBlock::Create(m.context, "trap", function);
  BasicBlock *next = BasicBlock::Create(m.context, "next", function);
  b.CreateCondBr(condition, next, trap);
  b.SetInsertPoint(trap);
  access.callTrap(code);
  b.CreateUnreachable();
  b.SetInsertPoint(next);
}

Value *Initializer::fits(Value *offset, uint64_t size, Value *length) {
  // The offset may be any 64-bit number, so the sum could wrap.
  Value *rest = b.CreateSub(length, offset);
  return b.CreateAnd(b.CreateICmpULE(offset, length), b.CreateICmpULE(m.integer(size), rest));
}

Value *Initializer::evaluate(const ConstExpr &expr) {
  SmallVector<Value *, 4> stack;
  for (const ConstExpr::Operation &op : expr.operations) {
    auto binary = [&](llvm::Instruction::BinaryOps opcode) {
      Value *right = stack.pop_back_val();
      stack.back() = b.CreateBinOp(opcode, stack.back(), right);
    };
    switch (op.opcode) {
    case Opcode::I32Const:
      stack.push_back(m.known(ValueType::Kind::I32, {op.value, {}}));
      break;
    case Opcode::I64Const:
      stack.push_back(m.known(ValueType::Kind::I64, {op.value, {}}));
      break;
    case Opcode::F32Const:
      stack.push_back(m.known(ValueType::Kind::F32, {op.value, {}}));
      break;
    case Opcode::F64Const:
      stack.push_back(m.known(ValueType::Kind::F64, {op.value, {}}));
      break;
    case Opcode::V128Const:
      stack.push_back(m.known(ValueType::Kind::V128, KnownValue::vector(op.bytes)));
      break;
    case Opcode::I32Add:
    case Opcode::I64Add:
      binary(llvm::Instruction::Add);
      break;
    case Opcode::I32Sub:
    case Opcode::I64Sub:
      binary(llvm::Instruction::Sub);
      break;
    case Opcode::I32Mul:
    case Opcode::I64Mul:
      binary(llvm::Instruction::Mul);
      break;
    case Opcode::RefNull:
      stack.push_back(m.null());
      break;
    case Opcode::RefFunc:
      stack.push_back(access.funcRef(FuncIndex(op.index)));
      break;
    case Opcode::GlobalGet: {
      GlobalIndex g{op.index};
      ValueType type = m.module.globals[g].type.type;
      if (m.plan.isConstant(g))
        stack.push_back(m.known(type, m.plan.constantValue(g)));
      else
        stack.push_back(access.loadField(m.type(type), access.globalAddress(g), 0));
      break;
    }
    default:
      llvm_unreachable("a constant instruction whose feature is not built");
    }
  }
  return stack.back();
}

void Initializer::setGlobal(GlobalIndex g) {
  access.storeField(evaluate(m.module.globals[g].init), access.globalAddress(g), 0);
}

void Initializer::fillTable(TableIndex t) {
  b.CreateCall(m.libcall(Libcall::TableFill), {access.tableElements(t), access.tableLength(t),
                                               evaluate(*m.module.tables[t].init)});
}

void Initializer::storeItems(const ElemSegment &elem, Value *target) {
  // Plain functions of an instance come from a table of slots; anything else one by one.
  bool plain = !m.plan.isStatic();
  SmallVector<uint32_t> slots;
  for (const ConstExpr &item : elem.items) {
    const ConstExpr::Operation &op = item.operations.front();
    plain &= op.opcode == Opcode::RefFunc || op.opcode == Opcode::RefNull;
    slots.push_back(op.opcode == Opcode::RefFunc ? m.plan.slots.functions[op.index] : ~0u);
  }
  if (plain && slots.size() > 4) {
    Constant *table = m.constant(ConstantDataArray::get(m.context, slots), "wasm.items");
    b.CreateCall(m.libcall(Libcall::TableInit),
                 {target, access.instancePointer(), table, m.integer(slots.size())});
    return;
  }
  for (unsigned i = 0; i < elem.items.size(); ++i)
    access.storeField(evaluate(elem.items[i]), target, i);
}

void Initializer::fillSegment(ElemIndex e) {
  const ElemSegment &elem = m.module.elems[e];
  bool passive = elem.mode == SegmentMode::Passive;
  if (passive)
    storeItems(elem, access.elemItems(e));
  access.storeField(m.integer(passive ? elem.items.size() : 0), access.elemLengthAddress(e), 0);
}

void Initializer::apply(ElemIndex e) {
  const ElemSegment &elem = m.module.elems[e];
  Value *offset = b.CreateZExt(evaluate(elem.offset), m.i64);
  trapUnless(fits(offset, elem.items.size(), access.tableLength(elem.table)),
             TrapCode::OutOfBoundsTable);
  storeItems(elem, b.CreateGEP(m.pointer, access.tableElements(elem.table), offset));
}

void Initializer::apply(DataIndex d) {
  const DataSegment &data = m.module.datas[d];
  Value *offset = b.CreateZExt(evaluate(data.offset), m.i64);
  trapUnless(fits(offset, data.bytes.size(), access.memoryLength(data.memory)),
             TrapCode::OutOfBoundsMemory);
  copyTo(offset, d);
}

void Initializer::copy(DataIndex d) {
  copyTo(b.CreateZExt(evaluate(m.module.datas[d].offset), m.i64), d);
}

void Initializer::copyTo(Value *offset, DataIndex d) {
  const DataSegment &data = m.module.datas[d];
  b.CreateMemCpy(b.CreatePtrAdd(access.memoryBase(data.memory), offset), Align(1), m.dataBytes(d),
                 Align(1), data.bytes.size());
}

void Initializer::once(GlobalVariable *flag, function_ref<void()> steps) {
  BasicBlock *first = BasicBlock::Create(m.context, "first", function);
  BasicBlock *next = BasicBlock::Create(m.context, "next", function);
  b.CreateCondBr(b.CreateIsNull(b.CreateLoad(m.i8, flag)), first, next);
  b.SetInsertPoint(first);
  steps();
  b.CreateStore(ConstantInt::get(m.i8, 1), flag);
  b.CreateBr(next);
  b.SetInsertPoint(next);
}

void Initializer::applySegments(bool elements, function_ref<void(uint32_t, uint32_t)> fill) {
  uint32_t elem = 0, data = 0;
  for (const Instantiation &step : m.module.instantiations()) {
    for (; elem != raw(step.elemsEnd); ++elem)
      if (elements && m.module.elems[ElemIndex(elem)].mode == SegmentMode::Active)
        apply(ElemIndex(elem));
    fill(data, raw(step.dataEnd));
    data = raw(step.dataEnd);
    for (FuncIndex f : step.calls)
      call(f);
  }
}

void Initializer::call(FuncIndex start) {
  if (m.plan.isImported(start) && !m.plan.isStatic()) {
    auto [code, instance] = access.importedFunction(start);
    b.CreateCall(m.uniformType, code, packArguments(m, b, {}, instance, {}, nullptr));
  } else if (m.plan.isImported(start)) {
    if (llvm::Function *target = m.importedFunction(start)) {
      access.enterImport(start);
      b.CreateCall(target);
    } else {
      access.callTrap(TrapCode::UnknownImport);
    }
  } else if (m.plan.isUniform(start)) {
    b.CreateCall(m.uniformType, m.function(start),
                 packArguments(m, b, {}, access.instancePointer(), {}, nullptr));
  } else {
    SmallVector<Value *, 1> arguments;
    if (Value *instance = access.instancePointer())
      arguments.push_back(instance);
    b.CreateCall(m.function(start), arguments);
  }
}

} // namespace sinter
