//===-- ScriptValues.cpp - Actions, arguments and expected results -----------===//
//
// Arguments are parsed as results and then converted, so that there is one reader for
// both; what only results may say is refused on the way.
//
//===----------------------------------------------------------------------===//

#include "text/ScriptValues.h"

#include "text/InstructionAssembler.h"
#include "text/Numbers.h"

namespace sinter {

namespace {

struct TypeWord {
  std::string_view text;
  ScriptType type;
};
constexpr TypeWord typeWords[] = {
    {"i32.const", ScriptType::I32},        {"i64.const", ScriptType::I64},
    {"f32.const", ScriptType::F32},        {"f64.const", ScriptType::F64},
    {"v128.const", ScriptType::V128},      {"ref.null", ScriptType::RefNull},
    {"ref.func", ScriptType::RefFunc},     {"ref.extern", ScriptType::RefExtern},
    {"ref.host", ScriptType::RefHost},     {"ref.any", ScriptType::RefAny},
    {"ref.eq", ScriptType::RefEq},         {"ref.i31", ScriptType::RefI31},
    {"ref.struct", ScriptType::RefStruct}, {"ref.array", ScriptType::RefArray},
    {"ref.exn", ScriptType::RefExn},
};

struct HeapWord {
  std::string_view text;
  HeapType::Abstract heap;
};
constexpr HeapWord heapWords[] = {
    {"func", HeapType::Func},     {"extern", HeapType::Extern}, {"any", HeapType::Any},
    {"eq", HeapType::Eq},         {"i31", HeapType::I31},       {"struct", HeapType::Struct},
    {"array", HeapType::Array},   {"exn", HeapType::Exn},       {"noexn", HeapType::NoExn},
    {"nofunc", HeapType::NoFunc}, {"none", HeapType::None},     {"noextern", HeapType::NoExtern},
};

ExpectedLane lane(Parser &parser, bool isFloat, unsigned width) {
  ExpectedLane result;
  if (isFloat && parser.takeKeyword("nan:canonical"))
    result.kind = ExpectedLane::Kind::CanonicalNan;
  else if (isFloat && parser.takeKeyword("nan:arithmetic"))
    result.kind = ExpectedLane::Kind::ArithmeticNan;
  else
    result.bits = isFloat ? expectFloatLiteral(parser, width) : expectIntLiteral(parser, width);
  return result;
}

void vectorLanes(Parser &parser, ExpectedResult &result) {
  constexpr std::pair<std::string_view, unsigned> shapes[] = {
      {"i8x16", 8}, {"i16x8", 16}, {"i32x4", 32}, {"i64x2", 64}, {"f32x4", 32}, {"f64x2", 64}};
  for (auto [text, width] : shapes) {
    if (!parser.takeKeyword(text))
      continue;
    result.laneBits = width;
    for (unsigned i = 0; i < 128 / width; ++i)
      result.lanes.push_back(lane(parser, text[0] == 'f', width));
    return;
  }
  parser.unexpected();
}

/// One result without its parentheses; alternatives are left to the caller.
ExpectedResult simpleResult(Parser &parser) {
  ExpectedResult result;
  std::string_view word = parser.at(TokenKind::Keyword) ? parser.text() : "";
  const TypeWord *found = nullptr;
  for (const TypeWord &candidate : typeWords)
    if (candidate.text == word)
      found = &candidate;
  if (found == nullptr) {
    parser.unexpected();
    return result;
  }
  parser.take();
  result.type = found->type;
  switch (result.type) {
  case ScriptType::I32:
  case ScriptType::F32:
  case ScriptType::I64:
  case ScriptType::F64:
    result.laneBits = result.type == ScriptType::I32 || result.type == ScriptType::F32 ? 32 : 64;
    result.lanes.push_back(lane(parser, word[0] == 'f', result.laneBits));
    break;
  case ScriptType::V128:
    vectorLanes(parser, result);
    break;
  case ScriptType::RefNull:
    if (parser.at(TokenKind::Keyword)) {
      for (const HeapWord &candidate : heapWords)
        if (candidate.text == parser.text())
          result.heap = candidate.heap;
      if (!result.heap)
        parser.unexpected();
      parser.take();
    }
    break;
  case ScriptType::RefExtern:
  case ScriptType::RefHost:
    if (parser.at(TokenKind::Nat))
      result.hostNumber = parser.expectNat(32);
    break;
  default:
    break;
  }
  return result;
}

} // namespace

ExpectedResult parseExpected(Parser &parser) {
  ExpectedResult result;
  if (parser.takeOpen("either")) {
    // Alternatives do not nest in the suite's grammar, so neither do they here.
    while (parser.at(TokenKind::Open)) {
      parser.take();
      result.alternatives.push_back(simpleResult(parser));
      parser.expectClose();
    }
    if (result.alternatives.empty())
      parser.unexpected();
  } else {
    parser.expectOpen();
    result = simpleResult(parser);
  }
  parser.expectClose();
  return result;
}

ScriptValue parseArgument(Parser &parser) {
  ScriptValue value;
  Token token = parser.peek();
  parser.expectOpen();
  ExpectedResult result = simpleResult(parser);
  parser.expectClose();
  value.type = result.type;
  value.bits = result.hostNumber.value_or(0);
  bool complete = result.type == ScriptType::RefNull ? result.heap.has_value()
                  : result.type == ScriptType::RefExtern || result.type == ScriptType::RefHost
                      ? result.hostNumber.has_value()
                      : !result.lanes.empty();
  value.heap = result.heap.value_or(HeapType());
  for (size_t i = 0; i < result.lanes.size(); ++i) {
    const ExpectedLane &lane = result.lanes[i];
    complete &= lane.kind == ExpectedLane::Kind::Exact;
    value.bits = lane.bits;
    size_t bytes = result.laneBits / 8;
    for (size_t byte = 0; byte < bytes && i * bytes + byte < 16; ++byte)
      value.vector[i * bytes + byte] = uint8_t(lane.bits >> (8 * byte));
  }
  if (!complete)
    parser.fail(token, "unexpected token: a pattern where an argument must be");
  return value;
}

ScriptAction parseAction(Parser &parser) {
  ScriptAction action;
  if (parser.takeKeyword("get"))
    action.kind = ScriptAction::Kind::Get;
  else if (!parser.takeKeyword("invoke"))
    parser.unexpected();
  action.module = parser.takeId();
  action.name = parser.expectName();
  if (action.kind == ScriptAction::Kind::Invoke)
    while (parser.at(TokenKind::Open))
      action.arguments.push_back(parseArgument(parser));
  return action;
}

} // namespace sinter
