//===-- FunctionValidatorExceptions.h - Throwing and catching, typed -------===//
//
// The part of FunctionValidator.h, which includes it, that types try_table, throw and
// throw_ref (core 3.4.1) and the legacy try, catch, rethrow and delegate (the
// exception handling proposal's legacy text). A legacy try opens as every block does.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FunctionValidator.h"

namespace sinter {

/// What a tag's exceptions carry; null after an error.
template <FunctionSink Sink> const FuncType *FunctionValidator<Sink>::tagType(TagIndex tag) {
  if (module.tags.contains(tag))
    return &module.types[module.tags[tag].type].func;
  failUnknown("tag", raw(tag));
  return nullptr;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::throwTag() {
  const FuncType *thrown = tagType(TagIndex(inst.index));
  if (!thrown || !operate(thrown->parameters, Types()))
    return false;
  setUnreachable();
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::throwReference() {
  if (!operate({ValueType::ref(HeapType::Exn, true)}, {}))
    return false;
  setUnreachable();
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::tryTable() {
  Types parameters, results;
  if (!blockTypes(inst.block, parameters, results) || !want(parameters))
    return false;
  catches.clear();
  for (const CatchClause &clause : inst.catches) {
    using Kind = CatchClause::Kind;
    scratch.clear();
    if (clause.kind == Kind::Catch || clause.kind == Kind::CatchRef) {
      const FuncType *caught = tagType(clause.tag);
      if (!caught)
        return false;
      scratch = caught->parameters;
    }
    if (clause.kind == Kind::CatchRef || clause.kind == Kind::CatchAllRef)
      scratch.push_back(ValueType::ref(HeapType::Exn, false));
    Frame *to = target(clause.label);
    if (!to)
      return false;
    Types expected = to->labelTypes();
    if (!resultTypesMatch(module, scratch, expected))
      return fail("type mismatch in a catch clause of try_table: the label expects " +
                  toString(std::vector<ValueType>(expected.begin(), expected.end())) +
                  ", the clause brings " + toString(scratch));
    catches.push_back({clause, to->label});
  }
  pushFrame(Opcode::TryTable, parameters, results);
  if (isLive())
    sink->beginTryTable(*top().label, results, catches);
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::catchPart() {
  Frame &frame = top();
  if (frame.opcode != Opcode::Try && frame.opcode != Opcode::Catch)
    return fail(std::string(opcodeInfo(inst.opcode).text) +
                (frame.opcode == Opcode::CatchAll ? " behind catch_all" : " without try"));
  std::optional<TagIndex> tag;
  Types values;
  if (inst.opcode == Opcode::Catch) {
    tag = TagIndex(inst.index);
    const FuncType *caught = tagType(*tag);
    if (!caught)
      return false;
    values = caught->parameters;
  }
  if (!wantAtEnd(frame))
    return false;
  prepareResults(values);
  if (frame.isEntered)
    sink->beginCatch(*frame.label, !frame.isDead, last(frame.results.size()), tag, results);
  beginPart(frame, inst.opcode);
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::delegate() {
  Frame frame = top();
  if (frame.opcode != Opcode::Try)
    return fail("delegate without try");
  // Its label is counted from outside of the try that it ends.
  if (inst.index >= frames.size() - 1)
    return failUnknown("label", inst.index);
  Label *outer = frames[frames.size() - 2 - inst.index].label;
  if (!wantAtEnd(frame))
    return false;
  prepareResults(frame.results);
  bool isReached = true;
  if (frame.isEntered)
    isReached =
        sink->delegate(*frame.label, !frame.isDead, last(frame.results.size()), results, outer);
  closeFrame(frame, isReached);
  return true;
}

template <FunctionSink Sink> bool FunctionValidator<Sink>::rethrow() {
  Frame *to = target(inst.index);
  if (!to)
    return false;
  if (to->opcode != Opcode::Catch && to->opcode != Opcode::CatchAll)
    return fail("invalid rethrow label: not that of a catch");
  if (isLive())
    sink->rethrow(*to->label);
  setUnreachable();
  return true;
}

} // namespace sinter
