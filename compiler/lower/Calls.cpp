//===-- Calls.cpp - Calls and tail calls, direct, indirect, by reference ---===//
//
// A direct call uses the callee's own prototype or the uniform one, whichever
// the plan gave it. An indirect call checks, in this order, that the index is
// inside the table, that the element is not null and that its type is the
// expected one (core 4.4.8); null and mismatch share one compare on the fast
// path, since no type has the identity null.
//
// A tail call (core 4.4.8, return_call) must not grow the stack, whatever the signature and the
// optimisation level. Functions that make one, or are called by one, have the uniform prototype, so
// caller and callee always have the same, and the call is a musttail: LLVM makes it a jump or
// fails. The callee's results are the caller's, in the register and the argument area alike.
//
//===----------------------------------------------------------------------===//

#include "lower/CallingConvention.h"
#include "lower/FunctionLowering.h"

using namespace llvm;

namespace sinter {

void FunctionLowering::setResults(llvm::Value *returned, Out out) {
  if (out.size() == 1)
    out[0].value = returned;
  else
    for (unsigned i = 0; i < out.size(); ++i)
      out[i].value = b.CreateExtractValue(returned, i);
}

void FunctionLowering::callUniform(const FuncType &type, llvm::Value *code, llvm::Value *instance,
                                   In in, Out out, bool staysHere) {
  ValueList values;
  for (const Op &operand : in)
    values.push_back(hideConstant(operand.value));
  auto area = [&] { return access.argumentArea(); };
  ValueList arguments = packArguments(m, b, type, instance, values, area);
  if (isTail) { // It leaves this function's handlers as well.
    CallInst *tail = b.CreateCall(m.uniformType, code, arguments);
    tail->setTailCallKind(CallInst::TCK_MustTail);
    b.CreateRet(tail);
    return;
  }
  CallBase *returned = call(m.uniformType, code, arguments);
  if (staysHere && m.plan.options.memoryInGs)
    returned->addFnAttr(Attribute::get(m.context, "sinter-gs-kept"));
  ValueList results = unpackResults(m, b, type, returned, area);
  for (size_t i = 0; i < out.size(); ++i)
    out[i].value = results[i];
}

void FunctionLowering::returnCallImport(FuncIndex callee, In in) {
  isTail = false;
  SmallVector<Op, 2> results;
  for (ValueType result : m.module.funcType(callee).results)
    results.push_back({result, nullptr});
  callDirect(callee, in, results);
  returnValues(results);
}

void FunctionLowering::callDirect(FuncIndex callee, In in, Out out) {
  const FuncType &type = m.module.funcType(callee);
  if (m.plan.isImported(callee)) {
    if (isTail && m.plan.isStatic())
      return returnCallImport(callee, in);
    if (!m.plan.isStatic()) {
      auto [code, instance] = access.importedFunction(callee);
      callUniform(type, code, instance, in, out);
      return;
    }
    ValueList arguments;
    for (const Op &operand : in)
      arguments.push_back(operand.value);
    if (llvm::Function *target = m.importedFunction(callee)) {
      access.enterImport(callee);
      setResults(b.CreateCall(target, arguments), out);
      return;
    }
    access.callTrap(TrapCode::UnknownImport);
    for (Op &result : out)
      result.value = PoisonValue::get(m.type(result.type));
    return;
  }
  llvm::Function *target = m.function(callee);
  if (m.plan.isUniform(callee)) {
    callUniform(type, target, access.instancePointer(), in, out);
    return;
  }
  ValueList arguments;
  if (llvm::Value *instance = access.instancePointer())
    arguments.push_back(instance);
  for (const Op &operand : in)
    arguments.push_back(hideConstant(operand.value));
  setResults(call(target, arguments), out);
}

/// Goes on in `matches` if the function type `actual` is declared below the one that `expected` is
/// the identity of, else in `otherwise`. That they are not the same is known.
void FunctionLowering::lookForSupertype(TypeIndex type, llvm::Value *actual, llvm::Value *expected,
                                        BasicBlock *matches, BasicBlock *otherwise) {
  uint64_t depth = m.module.types[type].depth;
  BasicBlock *deepEnough = newBlock("supertypes");
  llvm::Value *actualDepth = access.loadField(m.i64, actual, SINTER_SLOT_FuncType_depth);
  b.CreateCondBr(b.CreateICmpUGT(actualDepth, m.integer(depth)), deepEnough, otherwise);
  b.SetInsertPoint(deepEnough);
  llvm::Value *supers = access.loadField(m.pointer, actual, SINTER_SLOT_FuncType_supers);
  llvm::Value *super = access.loadField(m.pointer, supers, unsigned(depth));
  b.CreateCondBr(b.CreateICmpEQ(super, expected), matches, otherwise);
}

/// What a type mismatch leads to, unless a type below the expected one matches all the same.
void FunctionLowering::mismatched(TypeIndex type, llvm::Value *actual, BasicBlock *matches) {
  // In static form all types are here; a final type has nothing below it anywhere.
  if (!m.module.types[type].isFinal && (!m.plan.isStatic() || m.plan.hasSubtypes()))
    lookForSupertype(type, actual, access.typeId(type), matches,
                     trapBlock(TrapCode::IndirectCallType));
  else
    b.CreateBr(trapBlock(TrapCode::IndirectCallType));
}

void FunctionLowering::branchAmong(const Callees &callees, llvm::Value *element,
                                   BasicBlock *matches, BasicBlock *mismatch) {
  auto number = [&](uint64_t value) { return ConstantInt::get(element->getType(), value); };
  llvm::Value *offset = b.CreateSub(element, number(callees.first));
  BasicBlock *among = callees.isRange() ? matches : newBlock("among");
  expect(b.CreateCondBr(b.CreateICmpULE(offset, number(callees.last - callees.first)), among,
                        mismatch),
         true);
  if (callees.isRange())
    return;
  b.SetInsertPoint(among);
  llvm::Value *bit = b.CreateAnd(b.CreateLShr(m.integer(callees.mask), widen(offset)), 1);
  expect(b.CreateCondBr(b.CreateIsNotNull(bit), matches, mismatch), true);
}

/// The code of an element of an instance's table whose contents are known: it has a FuncRef, of
/// this instance, and the index alone tells whether a call is right.
llvm::Value *FunctionLowering::knownCallee(TableIndex table, const Callees &callees,
                                           llvm::Value *element) {
  BasicBlock *mismatch = newBlock("mismatch"), *matches = newBlock("call");
  branchAmong(callees, element, matches, mismatch);
  b.SetInsertPoint(mismatch);
  auto record = [&](llvm::Value *address) {
    LoadInst *load = b.CreateAlignedLoad(m.pointer, address, Align(8));
    load->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Table));
    return load;
  };
  trapIf(b.CreateIsNull(record(elementAddress(table, element, TrapCode::UndefinedElement))),
         TrapCode::UninitializedElement);
  b.CreateBr(trapBlock(TrapCode::IndirectCallType));
  b.SetInsertPoint(matches);
  if (callees.count == 1)
    return m.function(callees.function);
  llvm::Value *address = b.CreateGEP(m.pointer, access.tableElements(table), widen(element), "",
                                     GEPNoWrapFlags::noUnsignedWrap());
  return access.loadField(m.pointer, record(address), SINTER_SLOT_FuncRef_code);
}

/// The code of an element of a constant table. Often its elements of one type stand close together,
/// and then the index alone tells whether a call is right; bounds and types are looked at only for
/// the trap of one that is not.
llvm::Value *FunctionLowering::constantCallee(TableIndex table, TypeIndex type,
                                              llvm::Value *element) {
  BasicBlock *mismatch = newBlock("mismatch"), *matches = newBlock("call");
  llvm::Value *wide = widen(element);
  auto load = [&](GlobalVariable *array) {
    return b.CreateAlignedLoad(
        m.pointer, b.CreateGEP(m.pointer, array, wide, "", GEPNoWrapFlags::noUnsignedWrap()),
        Align(8));
  };
  auto actualType = [&] {
    trapIf(b.CreateICmpUGE(wide, access.tableLength(table)), TrapCode::UndefinedElement);
    return load(m.tableTypes(table));
  };
  llvm::Value *actual;
  std::optional<Callees> callees = m.plan.callees(table, type);
  if (callees && (callees->isRange() || callees->fitsMask())) {
    branchAmong(*callees, element, matches, mismatch);
    b.SetInsertPoint(mismatch);
    actual = actualType();
  } else {
    actual = actualType();
    expect(b.CreateCondBr(b.CreateICmpEQ(actual, access.typeId(type)), matches, mismatch), true);
    b.SetInsertPoint(mismatch);
  }
  trapIf(b.CreateIsNull(actual), TrapCode::UninitializedElement);
  mismatched(type, actual, matches);
  b.SetInsertPoint(matches);
  if (callees && callees->count == 1)
    return m.function(callees->function);
  return load(m.tableElements(table));
}

void FunctionLowering::callIndirect(const Instruction &inst, In in, Out out) {
  TypeIndex typeIndex{inst.index};
  TableIndex table{inst.index2};
  const FuncType &type = m.module.types[typeIndex].func;
  llvm::Value *element = in.back().value;
  In arguments = in.first(in.size() - 1);
  if (m.plan.isConstant(table)) {
    llvm::Value *code = constantCallee(table, typeIndex, element);
    callUniform(type, code, nullptr, arguments, out);
    return;
  }
  bool staysHere = m.plan.isClosed(table) && !m.plan.reach.leavesByTail;
  if (m.plan.isKnown(table)) {
    std::optional<Callees> callees = m.plan.callees(table, typeIndex);
    if (callees && (callees->isRange() || callees->fitsMask())) {
      llvm::Value *code = knownCallee(table, *callees, element);
      callUniform(type, code, access.instancePointer(), arguments, out, staysHere);
      return;
    }
  }
  llvm::Value *expected = access.typeId(typeIndex);
  llvm::Value *address = elementAddress(table, element, TrapCode::UndefinedElement);
  LoadInst *record = b.CreateAlignedLoad(m.pointer, address, Align(8));
  record->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::Table));
  BasicBlock *notNull = newBlock("element");
  expect(b.CreateCondBr(b.CreateIsNull(record), trapBlock(TrapCode::UninitializedElement), notNull),
         false);
  b.SetInsertPoint(notNull);
  llvm::Value *actual = access.loadField(m.pointer, record, SINTER_SLOT_FuncRef_type);
  llvm::Value *code = access.loadField(m.pointer, record, SINTER_SLOT_FuncRef_code);
  llvm::Value *instance = m.plan.isStatic()
                              ? nullptr
                              : access.loadField(m.pointer, record, SINTER_SLOT_FuncRef_instance);
  BasicBlock *mismatch = newBlock("mismatch"), *matches = newBlock("call");
  expect(b.CreateCondBr(b.CreateICmpEQ(actual, expected), matches, mismatch), true);
  b.SetInsertPoint(mismatch);
  mismatched(typeIndex, actual, matches);
  b.SetInsertPoint(matches);
  callUniform(type, code, instance, arguments, out, staysHere);
}

void FunctionLowering::callReference(const Instruction &inst, In in, Out out) {
  llvm::Value *record = in.back().value;
  trapIf(b.CreateIsNull(record), TrapCode::NullFunctionReference);
  llvm::Value *code = access.loadField(m.pointer, record, SINTER_SLOT_FuncRef_code);
  llvm::Value *instance = m.plan.isStatic()
                              ? nullptr
                              : access.loadField(m.pointer, record, SINTER_SLOT_FuncRef_instance);
  callUniform(m.module.types[TypeIndex(inst.index)].func, code, instance, in.first(in.size() - 1),
              out);
}

void FunctionLowering::lowerCall(const Instruction &inst, In in, Out out) {
  isTail = inst.opcode == Opcode::ReturnCall || inst.opcode == Opcode::ReturnCallIndirect ||
           inst.opcode == Opcode::ReturnCallRef;
  switch (inst.opcode) {
  case Opcode::Nop:
    break;
  case Opcode::Throw:
  case Opcode::ThrowRef:
    lowerThrow(inst, in);
    break;
  case Opcode::Call:
  case Opcode::ReturnCall:
    callDirect(FuncIndex(inst.index), in, out);
    break;
  case Opcode::CallIndirect:
  case Opcode::ReturnCallIndirect:
    callIndirect(inst, in, out);
    break;
  case Opcode::CallRef:
  case Opcode::ReturnCallRef:
    callReference(inst, in, out);
    break;
  default:
    llvm_unreachable("a control instruction whose feature is not built");
  }
  if (isTail)
    closePiece();
}

} // namespace sinter
