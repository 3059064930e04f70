//===-- Exceptions.cpp - Tags, throwing and catching -----------------------===//
//
// Core 4.4.10 (try_table, throw, throw_ref), and the legacy try, catch, rethrow
// and delegate. An exception is a record (abi/Layout.def) that names its tag and carries its
// values; an exnref points to it.
//
// Nothing is paid where nothing is thrown: a call in a try is an invoke, and the
// unwinder finds the landing pad in tables. Every landing pad takes everything,
// and the clauses are tested by code behind it, because tags are identities that are only
// known at run time (imports may be the same tag). What no clause takes goes on
// at the try around it in the same function, or is thrown again.
//
// A try's dispatch block is written when the try opens, before it is known
// whether anything in it can throw; if nothing does, nothing branches there and LLVM
// drops it. The exception reaches it through a stack slot that SROA makes a phi of.
//
// An exception is freed by the clause that takes it without a reference to it, unless a reference
// was ever taken before (runtime-support/eh says how those are found).
//
//===----------------------------------------------------------------------===//

#include "lower/FunctionLowering.h"

using namespace llvm;

namespace sinter {

namespace {

/// How many slots a value takes in an exception.
unsigned slotsOf(ValueType type) { return type.kind() == ValueType::Kind::V128 ? 2 : 1; }

} // namespace

AllocaInst *FunctionLowering::exceptionSlot() {
  if (!slot) {
    IRBuilder<>::InsertPointGuard guard(b);
    BasicBlock &entry = function->getEntryBlock();
    b.SetInsertPoint(&entry, entry.begin());
    slot = b.CreateAlloca(m.pointer, nullptr, "exception");
  }
  return slot;
}

BasicBlock *FunctionLowering::landingPad(Handler &target) {
  if (target.landingPad)
    return target.landingPad;
  IRBuilder<>::InsertPointGuard guard(b);
  target.landingPad = newBlock("caught");
  b.SetInsertPoint(target.landingPad);
  if (!function->hasPersonalityFn())
    function->setPersonalityFn(m.personality());
  LandingPadInst *pad = b.CreateLandingPad(StructType::get(m.pointer, m.i32), 1);
  pad->addClause(m.null());
  b.CreateStore(b.CreateExtractValue(pad, 0), exceptionSlot());
  b.CreateBr(target.dispatch);
  return target.landingPad;
}

CallBase *FunctionLowering::call(FunctionType *type, llvm::Value *callee,
                                 ArrayRef<llvm::Value *> arguments) {
  if (!handler)
    return b.CreateCall(type, callee, arguments);
  BasicBlock *next = newBlock("returned");
  InvokeInst *invoke = b.CreateInvoke(type, callee, next, landingPad(*handler), arguments);
  b.SetInsertPoint(next);
  return invoke;
}

void FunctionLowering::throwException(llvm::Value *exception) {
  closePiece();
  auto [callee, arguments] =
      access.runtimeCall(Libcall::Throw, Libcall::ThrowInstance, {exception});
  call(callee, arguments);
  b.CreateUnreachable();
}

void FunctionLowering::passOn(Handler *outer) {
  if (outer) {
    b.CreateBr(outer->dispatch);
    return;
  }
  Handler *inForce = std::exchange(handler, nullptr);
  throwException(b.CreateLoad(m.pointer, exceptionSlot()));
  handler = inForce;
}

llvm::Value *FunctionLowering::isOfTag(llvm::Value *exception, TagIndex tag) {
  llvm::Value *actual = access.loadField(m.pointer, exception, SINTER_SLOT_Exception_tag);
  return b.CreateICmpEQ(actual, access.tagIdentity(tag));
}

void FunctionLowering::loadValues(llvm::Value *exception, TagIndex tag, Out values) {
  const FuncType &type = m.module.types[m.module.tags[tag].type].func;
  unsigned at = SINTER_SLOTS_Exception;
  for (size_t i = 0; i < type.parameters.size(); ++i) {
    values[i].value = access.loadField(m.type(type.parameters[i]), exception, at);
    at += slotsOf(type.parameters[i]);
  }
}

void FunctionLowering::lowerThrow(const Instruction &inst, In in) {
  if (inst.opcode == Opcode::ThrowRef) {
    trapIf(b.CreateIsNull(in[0].value), TrapCode::NullException);
    throwException(in[0].value);
    return;
  }
  uint64_t size = 0;
  for (const Op &value : in)
    size += slotsOf(value.type);
  auto [callee, arguments] =
      access.runtimeCall(Libcall::ExceptionNew, Libcall::ExceptionNewInstance,
                         {access.tagIdentity(TagIndex(inst.index)), m.integer(size)});
  llvm::Value *exception = b.CreateCall(callee, arguments);
  unsigned at = SINTER_SLOTS_Exception;
  for (const Op &value : in) {
    access.storeField(value.value, exception, at);
    at += slotsOf(value.type);
  }
  throwException(exception);
}

void FunctionLowering::openTry(Label &label, std::span<const ValueType> results) {
  beginBlock(label, results);
  handlers.push_back({newBlock("dispatch"), nullptr, handler});
  handler = label.inside = &handlers.back();
  label.isTry = true;
}

void FunctionLowering::closeTry(Label &label) {
  // A legacy try's last catch has closed its handler already, and left the test that failed.
  if (label.nextClause) {
    IRBuilder<>::InsertPointGuard guard(b);
    b.SetInsertPoint(label.nextClause);
    passOn(label.inside);
    return;
  }
  if (label.caught) // Behind catch_all nothing is passed on.
    return;
  Handler *own = std::exchange(handler, handler->outer);
  if (own->dispatch->empty()) { // A try without a clause.
    IRBuilder<>::InsertPointGuard guard(b);
    b.SetInsertPoint(own->dispatch);
    passOn(handler);
  }
}

void FunctionLowering::beginTryTable(Label &label, std::span<const ValueType> results,
                                     std::span<const CatchTarget<Label>> catches) {
  openTry(label, results);
  IRBuilder<>::InsertPointGuard guard(b);
  b.SetInsertPoint(handler->dispatch);
  // Clauses branch to blocks around this one, as if from outside of it.
  Handler *own = std::exchange(handler, handler->outer);
  llvm::Value *exception = nullptr;
  for (const CatchTarget<Label> &target : catches) {
    using Kind = CatchClause::Kind;
    Kind kind = target.clause.kind;
    bool takesAll = kind == Kind::CatchAll || kind == Kind::CatchAllRef;
    bool givesReference = kind == Kind::CatchRef || kind == Kind::CatchAllRef;
    if (!exception)
      exception = b.CreateLoad(m.pointer, exceptionSlot());
    BasicBlock *next = nullptr;
    SmallVector<Op, 4> values;
    if (!takesAll) {
      BasicBlock *matches = newBlock("catch");
      next = newBlock("next");
      b.CreateCondBr(isOfTag(exception, target.clause.tag), matches, next);
      b.SetInsertPoint(matches);
      const FuncType &type = m.module.types[m.module.tags[target.clause.tag].type].func;
      for (ValueType parameter : type.parameters)
        values.push_back({parameter, nullptr});
      loadValues(exception, target.clause.tag, values);
    }
    if (givesReference) {
      access.storeField(m.integer(1), exception, SINTER_SLOT_Exception_isHeld);
      values.push_back({ValueType::ref(HeapType::Exn, false), exception});
    } else {
      access.releaseException(exception);
    }
    branch(*target.label, values);
    if (!next) {
      handler = own;
      return; // Clauses behind one that takes all never match.
    }
    b.SetInsertPoint(next);
  }
  passOn(handler);
  handler = own;
}

void FunctionLowering::beginTry(Label &label, std::span<const ValueType> results) {
  openTry(label, results);
}

void FunctionLowering::beginCatch(Label &label, bool reached, In results,
                                  std::optional<TagIndex> tag, Out values) {
  if (reached)
    branch(label, results);
  BasicBlock *test = label.nextClause;
  if (!label.caught) { // The first clause: from here on exceptions go to the handlers around.
    test = handler->dispatch;
    handler = label.inside = handler->outer;
  }
  b.SetInsertPoint(test);
  label.caught = b.CreateLoad(m.pointer, exceptionSlot());
  label.nextClause = nullptr;
  if (tag) {
    BasicBlock *matches = newBlock("catch");
    label.nextClause = newBlock("next");
    b.CreateCondBr(isOfTag(label.caught, *tag), matches, label.nextClause);
    b.SetInsertPoint(matches);
    loadValues(label.caught, *tag, values);
  }
  // It may be thrown again while this clause runs.
  if (m.plan.facts.rethrows[raw(index)])
    access.storeField(m.integer(1), label.caught, SINTER_SLOT_Exception_isHeld);
  else
    access.releaseException(label.caught);
}

bool FunctionLowering::delegate(Label &label, bool reached, In results, Out out, Label *outer) {
  Handler *own = std::exchange(handler, handler->outer);
  {
    IRBuilder<>::InsertPointGuard guard(b);
    b.SetInsertPoint(own->dispatch);
    passOn(outer->inside);
  }
  label.isTry = false;
  return end(label, reached, results, out);
}

void FunctionLowering::rethrow(Label &label) { throwException(label.caught); }

} // namespace sinter
