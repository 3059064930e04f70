//===-- FunctionValidator.h - The one walker of function bodies ------------===//
//
// Core 3.4 and the algorithm of its appendix: one pass over the body with an
// operand stack and a control stack. Instructions with a fixed signature are
// typed by Opcodes.def alone; the others have a function each. What is popped
// goes to the sink (FunctionSink.h) with its types.
//
// Two notions of "not reached" are kept apart. A frame is polymorphic after br, return,
// unreachable and their like: its stack then makes up operands of type Bottom.
// It is dead when nothing there can reach the sink: polymorphic code, the code of a
// block that stands in dead code, and the code behind a block whose end the
// sink calls unreachable, which must still be typed strictly.
//
// Operands are popped in two steps: want() checks the top of the stack and leaves it
// there, so that the sink sees a span of the stack itself; give() then replaces
// it by the results. Nothing recurses; time is linear in the body, times the
// arity of the types it names.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FunctionContext.h"
#include "wasm/FunctionSink.h"
#include "wasm/InstructionReader.h"
#include "wasm/Limits.h"
#include "wasm/OpcodeTables.h"
#include "wasm/Subtyping.h"
#include "wasm/Validation.h"

#include <algorithm>
#include <array>
#include <deque>

namespace sinter {

template <FunctionSink Sink> class FunctionValidator : FunctionContext {
public:
  using FunctionContext::FunctionContext;
  using FunctionContext::used;

  /// Walks one body; may be called for one function after another, with memory reused.
  [[nodiscard]] bool walk(FuncIndex function, Sink &sink) {
    this->sink = &sink;
    if (walkBody(function))
      return true;
    noteFunction(function);
    return false;
  }

private:
  using Label = typename Sink::Label;
  using Value = typename Sink::Value;
  using Operand = sinter::Operand<Value>;

  /// An open block. The body is the first.
  struct Frame {
    Label *label = nullptr; ///< if entered
    Types parameters;
    Types results;
    uint32_t height = 0;       ///< of the operand stack below the parameters
    uint32_t localsHeight = 0; ///< of setLocals at the start
    uint32_t stamp = 0;        ///< the last br_table that named it
    Opcode opcode = Opcode::Block;
    bool isPolymorphic = false;
    bool isDead = false;
    bool isEntered = false; ///< the sink knows of it

    [[nodiscard]] Types labelTypes() const { return opcode == Opcode::Loop ? parameters : results; }
  };

  // Stacks.
  Frame &top() { return frames.back(); }
  bool isLive() const { return !frames.back().isDead; }
  [[nodiscard]] bool want(Types expected, bool atEnd = false);
  [[nodiscard]] bool wantAtEnd(const Frame &frame);
  [[nodiscard]] bool wantReference(Operand &operand);
  [[nodiscard]] bool pop(ValueType expected, Operand &operand);
  bool mismatch(Types expected, bool atEnd);
  std::span<const Operand> last(size_t n) const {
    return {operands.data() + operands.size() - n, n};
  }
  void setTypes(Types types);
  Operand *prepareResults(Types types);
  void give(size_t consumed, Types results);
  void give(size_t consumed, ValueType result) { give(consumed, Types(&result, 1)); }
  void setUnreachable();

  // Structure.
  bool walkBody(FuncIndex function);
  bool instruction();
  bool fixed(const Signature &signature);
  bool handTyped();
  void pushFrame(Opcode opcode, Types parameters, Types results);
  void resetLocals(uint32_t height);
  bool block();
  bool ifThen();
  bool elseArm();
  bool end();
  void beginPart(Frame &frame, Opcode opcode);
  void closeFrame(const Frame &frame, bool isReached);
  bool tryTable();
  bool catchPart();
  bool delegate();
  bool rethrow();
  bool throwTag();
  bool throwReference();
  const FuncType *tagType(TagIndex tag);
  Frame *target(uint32_t depth);
  bool branch();
  bool branchIf();
  bool branchTable();
  bool branchOnNull();
  bool branchOnNonNull();
  bool returnValues();

  // The rest.
  bool call(const FuncType *callee, bool isTail, Types trailing);
  bool callReference(bool isTail);
  bool select();
  bool selectTyped();
  bool localGet();
  bool localSet(bool isTee);
  bool global(bool isSet);
  bool reference();
  bool operate(Types expected, Types results);
  bool operate(std::initializer_list<ValueType> expected,
               std::initializer_list<ValueType> results) {
    return operate(Types(expected.begin(), expected.size()),
                   Types(results.begin(), results.size()));
  }

  Sink *sink = nullptr;
  std::vector<Operand> operands;
  std::vector<Operand> results; ///< what the sink fills, before it goes to the stack
  std::vector<Frame> frames;
  std::deque<Label> labels; ///< of the entered frames; a deque, since sinks keep the addresses
  std::vector<Label *> targets;
  std::vector<CatchTarget<Label>> catches;
  std::vector<ValueType> scratch;
  std::vector<bool> localIsSet;    ///< if tracksLocals
  std::vector<uint32_t> setLocals; ///< those set since, to be forgotten at the block's end
  uint32_t stamp = 0;
};

/// Checks that the top of the stack is `expected`, and leaves it there.
template <FunctionSink Sink> bool FunctionValidator<Sink>::want(Types expected, bool atEnd) {
  Frame &frame = top();
  size_t n = expected.size();
  size_t have = operands.size() - frame.height;
  if (have < n) [[unlikely]] {
    if (!frame.isPolymorphic)
      return mismatch(expected, atEnd);
    operands.insert(operands.begin() + frame.height, n - have,
                    Operand{ValueType::Kind::Bottom, {}});
  }
  const Operand *found = operands.data() + operands.size() - n;
  for (size_t i = 0; i < n; ++i)
    if (!valueTypeMatches(module, found[i].type, expected[i])) [[unlikely]]
      return mismatch(expected, atEnd);
  return true;
}

/// The same where a block ends: nothing else may be left in it.
template <FunctionSink Sink> bool FunctionValidator<Sink>::wantAtEnd(const Frame &frame) {
  if (operands.size() - frame.height > frame.results.size()) [[unlikely]]
    return mismatch(frame.results, true);
  return want(frame.results, true);
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::mismatch(Types expected, bool atEnd) {
  size_t have = operands.size() - top().height;
  size_t shown = atEnd ? have : std::min(have, expected.size());
  std::vector<ValueType> got;
  for (const Operand &operand : last(shown))
    got.push_back(operand.type);
  return atEnd ? failMismatchAtEnd(expected, got) : failMismatch(expected, got);
}

template <FunctionSink Sink>
bool FunctionValidator<Sink>::pop(ValueType expected, Operand &operand) {
  if (!want({&expected, 1}))
    return false;
  operand = operands.back();
  operand.type = expected;
  operands.pop_back();
  return true;
}

/// A reference of any type on top of the stack (or an operand made up), which stays there.
template <FunctionSink Sink> bool FunctionValidator<Sink>::wantReference(Operand &operand) {
  ValueType any = ValueType::Kind::Bottom;
  if (operands.size() == top().height && !want({&any, 1}))
    return false;
  operand = operands.back();
  if (operand.type.isRef() || operand.type.isBottom())
    return true;
  return fail("type mismatch in " + std::string(opcodeInfo(inst.opcode).text) +
              ": expected a reference, got " + toString(operand.type));
}

/// Gives the top of the stack the types under which it goes on.
template <FunctionSink Sink> void FunctionValidator<Sink>::setTypes(Types types) {
  Operand *operand = operands.data() + operands.size() - types.size();
  for (ValueType type : types)
    (operand++)->type = type;
}

template <FunctionSink Sink>
typename FunctionValidator<Sink>::Operand *FunctionValidator<Sink>::prepareResults(Types types) {
  results.assign(types.size(), Operand());
  for (size_t i = 0; i < types.size(); ++i)
    results[i].type = types[i];
  return results.data();
}

/// Tells the sink of the current instruction, whose operands are the top `consumed`, and pushes its
/// results.
template <FunctionSink Sink> void FunctionValidator<Sink>::give(size_t consumed, Types types) {
  if (types.size() == 1) { // nearly always
    Operand result{types[0], {}};
    if (isLive())
      sink->operation(inst, last(consumed), {&result, 1});
    operands.resize(operands.size() - consumed);
    operands.push_back(result);
    return;
  }
  prepareResults(types);
  if (isLive())
    sink->operation(inst, last(consumed), results);
  operands.resize(operands.size() - consumed);
  operands.insert(operands.end(), results.begin(), results.end());
}

template <FunctionSink Sink> void FunctionValidator<Sink>::setUnreachable() {
  operands.resize(top().height);
  top().isPolymorphic = true;
  top().isDead = true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::walkBody(FuncIndex function) {
  operands.clear();
  frames.clear();
  labels.clear();
  setLocals.clear();
  stamp = 0;
  if (!open(function))
    return false;
  if (tracksLocals) {
    localIsSet.assign(locals.size(), false);
    for (size_t i = 0; i < locals.size(); ++i)
      localIsSet[i] = i < type->parameters.size() || locals[i].isDefaultable();
  }
  Frame body;
  body.results = type->results;
  body.label = &labels.emplace_back();
  body.isEntered = true;
  frames.push_back(body);
  sink->beginFunction(*body.label, *type, Types(locals).subspan(type->parameters.size()));
  while (!frames.empty()) {
    if (!advance())
      return false;
    if (!instruction())
      return false;
    if (operands.size() > limitValue(Limit::OperandStack)) [[unlikely]]
      return fail(limitMessage(Limit::OperandStack, operands.size()));
  }
  if (!reader.atEnd()) {
    inst.offset = reader.offset();
    return fail("section size mismatch: the function goes on behind its end");
  }
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::instruction() {
  const Signature &signature = signatures[unsigned(inst.opcode)];
  return signature.isFixed ? fixed(signature) : handTyped();
}

/// An instruction that Opcodes.def types.
template <FunctionSink Sink> bool FunctionValidator<Sink>::fixed(const Signature &signature) {
  ValueType address = i32;
  if (signature.hasAddress && !checkMemArg(address))
    return false;
  if (!checkLanes())
    return false;
  auto typeOf = [&](uint8_t code) {
    return code == Signature::Address ? address : ValueType(ValueType::Kind(code));
  };
  std::array<ValueType, 4> parameters;
  for (unsigned i = 0; i < signature.parameterCount; ++i)
    parameters[i] = typeOf(signature.parameters[i]);
  if (!want({parameters.data(), signature.parameterCount}))
    return false;
  std::array<ValueType, 2> types;
  for (unsigned i = 0; i < signature.resultCount; ++i)
    types[i] = typeOf(signature.results[i]);
  give(signature.parameterCount, {types.data(), signature.resultCount});
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::handTyped() {
  SmallSignature byHand;
  switch (inst.opcode) {
  case Opcode::Unreachable:
    if (isLive())
      sink->unreachable();
    setUnreachable();
    return true;
  case Opcode::Nop:
    give(0, Types());
    return true;
  case Opcode::Block:
  case Opcode::Loop:
  case Opcode::Try:
    return block();
  case Opcode::If:
    return ifThen();
  case Opcode::Else:
    return elseArm();
  case Opcode::End:
    return end();
  case Opcode::TryTable:
    return tryTable();
  case Opcode::Catch:
  case Opcode::CatchAll:
    return catchPart();
  case Opcode::Delegate:
    return delegate();
  case Opcode::Throw:
    return throwTag();
  case Opcode::ThrowRef:
    return throwReference();
  case Opcode::Rethrow:
    return rethrow();
  case Opcode::Br:
    return branch();
  case Opcode::BrIf:
    return branchIf();
  case Opcode::BrTable:
    return branchTable();
  case Opcode::BrOnNull:
    return branchOnNull();
  case Opcode::BrOnNonNull:
    return branchOnNonNull();
  case Opcode::Return:
    return returnValues();
  case Opcode::Call:
  case Opcode::ReturnCall:
    if (!module.functions.contains(FuncIndex(inst.index)))
      return failUnknown("function", inst.index);
    return call(&module.funcType(FuncIndex(inst.index)), inst.opcode == Opcode::ReturnCall, {});
  case Opcode::CallIndirect:
  case Opcode::ReturnCallIndirect: {
    const FuncType *callee = indirectCallee();
    if (!callee)
      return false;
    ValueType address = tableAddress(inst.index2);
    return call(callee, inst.opcode == Opcode::ReturnCallIndirect, {&address, 1});
  }
  case Opcode::CallRef:
    return callReference(false);
  case Opcode::ReturnCallRef:
    return callReference(true);
  case Opcode::Drop: {
    ValueType any = ValueType::Kind::Bottom;
    if (operands.size() == top().height && !want({&any, 1}))
      return false;
    give(1, Types());
    return true;
  }
  case Opcode::Select:
    return select();
  case Opcode::SelectTyped:
    return selectTyped();
  case Opcode::LocalGet:
    return localGet();
  case Opcode::LocalSet:
    return localSet(false);
  case Opcode::LocalTee:
    return localSet(true);
  case Opcode::GlobalGet:
    return global(false);
  case Opcode::GlobalSet:
    return global(true);
  case Opcode::RefNull:
  case Opcode::RefIsNull:
  case Opcode::RefFunc:
  case Opcode::RefAsNonNull:
  case Opcode::RefEq:
    return reference();
  case Opcode::TableGet:
  case Opcode::TableSet:
  case Opcode::TableInit:
  case Opcode::ElemDrop:
  case Opcode::TableCopy:
  case Opcode::TableGrow:
  case Opcode::TableSize:
  case Opcode::TableFill:
    return tableSignature(byHand) && operate(byHand.parameters(), byHand.results());
  case Opcode::MemorySize:
  case Opcode::MemoryGrow:
  case Opcode::MemoryInit:
  case Opcode::DataDrop:
  case Opcode::MemoryCopy:
  case Opcode::MemoryFill:
    return memorySignature(byHand) && operate(byHand.parameters(), byHand.results());
  default:
    // A feature was marked as built in Features.def before its instructions were given types here.
    return fail(unavailableFeatureMessage(opcodeFeatures[unsigned(inst.opcode)]));
  }
}

//===----------------------------------------------------------------------===//
// Control (core 3.4.1)
//===----------------------------------------------------------------------===//

/// Opens a block over its parameters, which are on the stack.
template <FunctionSink Sink>
void FunctionValidator<Sink>::pushFrame(Opcode opcode, Types parameters, Types results) {
  Frame frame;
  frame.opcode = opcode;
  frame.parameters = parameters;
  frame.results = results;
  frame.height = uint32_t(operands.size() - parameters.size());
  frame.localsHeight = uint32_t(setLocals.size());
  frame.isEntered = isLive();
  frame.isDead = !frame.isEntered;
  if (frame.isEntered)
    frame.label = &labels.emplace_back();
  frames.push_back(frame);
  setTypes(parameters);
}

/// Forgets which locals were set since; a block's end proves nothing about them.
template <FunctionSink Sink> void FunctionValidator<Sink>::resetLocals(uint32_t height) {
  for (; setLocals.size() > height; setLocals.pop_back())
    localIsSet[setLocals.back()] = false;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::block() {
  Types parameters, results;
  if (!blockTypes(inst.block, parameters, results) || !want(parameters))
    return false;
  pushFrame(inst.opcode, parameters, results);
  if (!isLive())
    return true;
  if (inst.opcode == Opcode::Loop)
    sink->beginLoop(*top().label, std::span(operands).last(parameters.size()));
  else if (inst.opcode == Opcode::Try)
    sink->beginTry(*top().label, results);
  else
    sink->beginBlock(*top().label, results);
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::ifThen() {
  Types parameters, results;
  Operand condition;
  if (!blockTypes(inst.block, parameters, results) || !pop(i32, condition) || !want(parameters))
    return false;
  pushFrame(Opcode::If, parameters, results);
  if (isLive())
    sink->beginIf(*top().label, results, condition, last(parameters.size()), likelihood());
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::elseArm() {
  Frame &frame = top();
  if (frame.opcode != Opcode::If)
    return fail("else without if");
  if (!wantAtEnd(frame))
    return false;
  prepareResults(frame.parameters);
  if (frame.isEntered)
    sink->beginElse(*frame.label, !frame.isDead, last(frame.results.size()), results);
  beginPart(frame, Opcode::Else);
  return true;
}

/// Goes on in the next part of a block of several, whose operands are in `results`.
template <FunctionSink Sink> void FunctionValidator<Sink>::beginPart(Frame &frame, Opcode opcode) {
  operands.resize(frame.height);
  operands.insert(operands.end(), results.begin(), results.end());
  resetLocals(frame.localsHeight);
  frame.opcode = opcode;
  frame.isPolymorphic = false;
  frame.isDead = !frame.isEntered;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::end() {
  Frame frame = top();
  if (!wantAtEnd(frame))
    return false;
  if (frame.opcode == Opcode::If) {
    // Without an else, the parameters are the results on the way past.
    if (!resultTypesMatch(module, frame.parameters, frame.results))
      return failMismatchAtEnd(frame.results, {frame.parameters.begin(), frame.parameters.end()});
  }
  prepareResults(frame.results);
  bool isReached = true;
  if (frame.isEntered)
    isReached = sink->end(*frame.label, !frame.isDead, last(frame.results.size()), results);
  closeFrame(frame, isReached);
  return true;
}

/// Leaves the top frame for good, with its results in `results`.
template <FunctionSink Sink>
void FunctionValidator<Sink>::closeFrame(const Frame &frame, bool isReached) {
  if (frame.isEntered)
    labels.pop_back();
  resetLocals(frame.localsHeight);
  operands.resize(frame.height);
  frames.pop_back();
  if (frames.empty())
    return;
  operands.insert(operands.end(), results.begin(), results.end());
  if (!isReached)
    top().isDead = true;
}

/// The frame that a branch of that depth goes to; null after an error.
template <FunctionSink Sink>
typename FunctionValidator<Sink>::Frame *FunctionValidator<Sink>::target(uint32_t depth) {
  if (depth < frames.size())
    return &frames[frames.size() - 1 - depth];
  failUnknown("label", depth);
  return nullptr;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::branch() {
  Frame *to = target(inst.index);
  if (!to || !want(to->labelTypes()))
    return false;
  if (isLive())
    sink->branch(*to->label, last(to->labelTypes().size()));
  setUnreachable();
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::branchIf() {
  Frame *to = target(inst.index);
  Operand condition;
  if (!to || !pop(i32, condition) || !want(to->labelTypes()))
    return false;
  setTypes(to->labelTypes());
  if (isLive())
    sink->branchIf(*to->label, condition, last(to->labelTypes().size()), likelihood());
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::branchTable() {
  Operand index;
  if (!pop(i32, index))
    return false;
  Frame *fallback = target(inst.labels.back());
  if (!fallback)
    return false;
  size_t arity = fallback->labelTypes().size();
  targets.clear();
  ++stamp;
  for (uint32_t depth : inst.labels) {
    Frame *to = target(depth);
    if (!to)
      return false;
    targets.push_back(to->label);
    if (to->stamp == stamp)
      continue; // checked already: a table's cost is its length, not that times the arity
    to->stamp = stamp;
    if (to->labelTypes().size() != arity)
      return fail("type mismatch in br_table: labels take different numbers of values");
    if (!want(to->labelTypes()))
      return false;
  }
  if (isLive())
    sink->branchTable(index, targets, last(arity));
  setUnreachable();
  return true;
}

/// br_on_null: the reference goes on as non-null.
template <FunctionSink Sink> bool FunctionValidator<Sink>::branchOnNull() {
  Frame *to = target(inst.index);
  Operand operand;
  if (!to || !wantReference(operand))
    return false;
  operands.pop_back();
  if (!want(to->labelTypes()))
    return false;
  setTypes(to->labelTypes());
  if (isLive())
    sink->branchOnNull(*to->label, operand, last(to->labelTypes().size()));
  if (operand.type.isRef())
    operand.type = ValueType::ref(operand.type.heap(), false);
  operands.push_back(operand);
  return true;
}

/// br_on_non_null: the reference goes with the branch.
template <FunctionSink Sink> bool FunctionValidator<Sink>::branchOnNonNull() {
  Frame *to = target(inst.index);
  Operand operand;
  if (!to || !wantReference(operand))
    return false;
  Types types = to->labelTypes();
  if (types.empty() || !types.back().isRef())
    return fail("type mismatch in br_on_non_null: the label takes no reference");
  if (operand.type.isRef())
    operands.back().type = ValueType::ref(operand.type.heap(), false);
  if (!want(types))
    return false;
  setTypes(types);
  if (isLive())
    sink->branchOnNonNull(*to->label, last(types.size()));
  operands.pop_back();
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::returnValues() {
  if (!want(type->results))
    return false;
  if (isLive())
    sink->returnValues(last(type->results.size()));
  setUnreachable();
  return true;
}

/// A call of any kind: the operands are the callee's parameters and then `trailing`.
template <FunctionSink Sink>
bool FunctionValidator<Sink>::call(const FuncType *callee, bool isTail, Types trailing) {
  Types expected = callee->parameters;
  if (!trailing.empty()) {
    scratch = callee->parameters;
    scratch.insert(scratch.end(), trailing.begin(), trailing.end());
    expected = scratch;
  }
  if (!want(expected))
    return false;
  if (!isTail) {
    give(expected.size(), callee->results);
    return true;
  }
  if (!resultTypesMatch(module, callee->results, type->results))
    return fail("type mismatch in " + std::string(opcodeInfo(inst.opcode).text) +
                ": the callee returns " + toString(callee->results) + ", this function " +
                toString(type->results));
  give(expected.size(), Types());
  setUnreachable();
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::callReference(bool isTail) {
  const FuncType *type = functionType(inst.index);
  ValueType callee = ValueType::ref(HeapType(TypeIndex(inst.index)), true);
  return type && call(type, isTail, {&callee, 1});
}

//===----------------------------------------------------------------------===//
// Parametric and variable (core 3.4.2, 3.4.3)
//===----------------------------------------------------------------------===//

template <FunctionSink Sink> bool FunctionValidator<Sink>::select() {
  const ValueType any = ValueType::Kind::Bottom;
  // Two operands of any type are there (or made up); which, is looked at below.
  size_t have = operands.size() - top().height;
  if (have < 3) {
    if (!top().isPolymorphic)
      return mismatch(std::array{any, any, i32}, false);
    operands.insert(operands.begin() + top().height, 3 - have, Operand{any, {}});
  }
  if (!want({&i32, 1}))
    return false;
  ValueType first = operands[operands.size() - 3].type;
  ValueType second = operands[operands.size() - 2].type;
  if (first.isRef() || second.isRef())
    return fail("type mismatch in select: references need a select with a type");
  if (first != second && !first.isBottom() && !second.isBottom())
    return mismatch(std::array{first, first, i32}, false);
  give(3, first.isBottom() ? second : first);
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::selectTyped() {
  if (inst.types.size() != 1)
    return fail("invalid result arity in select");
  ValueType type = inst.types[0];
  return checkType(type) && operate({type, type, i32}, {type});
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::localGet() {
  if (inst.index >= locals.size())
    return failUnknown("local", inst.index);
  if (tracksLocals && !localIsSet[inst.index])
    return fail("uninitialized local " + std::to_string(inst.index));
  give(0, locals[inst.index]);
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::localSet(bool isTee) {
  if (inst.index >= locals.size())
    return failUnknown("local", inst.index);
  ValueType type = locals[inst.index];
  if (!want({&type, 1}))
    return false;
  if (tracksLocals && !localIsSet[inst.index]) {
    localIsSet[inst.index] = true;
    setLocals.push_back(inst.index);
  }
  give(1, Types(&type, isTee ? 1 : 0));
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::global(bool isSet) {
  if (!module.globals.contains(GlobalIndex(inst.index)))
    return failUnknown("global", inst.index);
  const GlobalType &global = module.globals[GlobalIndex(inst.index)].type;
  if (!isSet)
    return operate({}, {global.type});
  if (!global.isMutable)
    return fail("immutable global " + std::to_string(inst.index));
  return operate({global.type}, {});
}

//===----------------------------------------------------------------------===//
// References (core 3.4.4)
//===----------------------------------------------------------------------===//

template <FunctionSink Sink> bool FunctionValidator<Sink>::operate(Types expected, Types results) {
  if (!want(expected))
    return false;
  give(expected.size(), results);
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::reference() {
  Operand operand;
  switch (inst.opcode) {
  case Opcode::RefNull:
    return checkType(inst.type) && operate({}, {inst.type});
  case Opcode::RefIsNull:
    if (!wantReference(operand))
      return false;
    give(1, i32);
    return true;
  case Opcode::RefAsNonNull:
    if (!wantReference(operand))
      return false;
    give(1, operand.type.isBottom() ? operand.type : ValueType::ref(operand.type.heap(), false));
    return true;
  case Opcode::RefEq: {
    ValueType eq = ValueType::ref(HeapType::Eq, true);
    return operate({eq, eq}, {i32});
  }
  default:
    break;
  }
  // ref.func
  FuncIndex function{inst.index};
  if (!module.functions.contains(function))
    return failUnknown("function", inst.index);
  if (!module.functions[function].isDeclared)
    return fail("undeclared function reference to function " + std::to_string(inst.index));
  if (!gate.allows(Feature::FunctionReferences))
    return operate({}, {ValueType::funcref()});
  return operate({}, {ValueType::ref(HeapType(module.functions[function].type), false)});
}

/// Walks the body of `function` (not imported), which must belong to `module`, and tells `sink`.
/// Reports at most one error to `diag` and returns false then; the sink may have seen the part
/// before it. `used` receives the features that the body's instructions need; those not in
/// `enabled` are errors.
template <FunctionSink Sink>
[[nodiscard]] bool walkFunction(const Module &module, FuncIndex function, FeatureSet enabled,
                                FeatureSet &used, Sink &sink, Diagnostics &diag) {
  FunctionValidator<Sink> validator(module, enabled, diag);
  bool isValid = validator.walk(function, sink);
  used.add(validator.used());
  return isValid;
}

} // namespace sinter

#include "wasm/FunctionValidatorExceptions.h"

namespace sinter {

extern template class FunctionValidator<NullSink>;

} // namespace sinter
