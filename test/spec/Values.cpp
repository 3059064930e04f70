//===-- Values.cpp - Arguments and results of scripts as host values --------===//

#include "Values.h"

#include <cstring>
#include <fmt/format.h>

namespace sinter::spec {

void *hostReference(uint64_t number) { return reinterpret_cast<void *>(number + 1); }

static std::optional<sinter_valkind_t> nullKind(HeapType heap) {
  if (heap.isIndex())
    return std::nullopt;
  if (heap == HeapType::Func || heap == HeapType::NoFunc)
    return SINTER_FUNCREF;
  if (heap == HeapType::Extern || heap == HeapType::NoExtern)
    return SINTER_EXTERNREF;
  if (heap == HeapType::Exn || heap == HeapType::NoExn)
    return SINTER_EXNREF;
  switch (heap.abstract()) {
  case HeapType::Any:
  case HeapType::Eq:
  case HeapType::I31:
  case HeapType::Struct:
  case HeapType::Array:
  case HeapType::None:
    return SINTER_ANYREF;
  default:
    return std::nullopt;
  }
}

std::optional<sinter_val_t> toValue(const ScriptValue &value) {
  sinter_val_t result = {};
  result.of.bits64 = value.bits;
  switch (value.type) {
  case ScriptType::I32:
    result.kind = SINTER_I32;
    return result;
  case ScriptType::I64:
    result.kind = SINTER_I64;
    return result;
  case ScriptType::F32:
    result.kind = SINTER_F32;
    return result;
  case ScriptType::F64:
    result.kind = SINTER_F64;
    return result;
  case ScriptType::V128:
    result.kind = SINTER_V128;
    memcpy(result.of.v128, value.vector.data(), 16);
    return result;
  case ScriptType::RefExtern:
    result.kind = SINTER_EXTERNREF;
    result.of.externref = hostReference(value.bits);
    return result;
  case ScriptType::RefNull:
    if (std::optional<sinter_valkind_t> kind = nullKind(value.heap)) {
      result.kind = *kind;
      result.of.externref = nullptr;
      return result;
    }
    return std::nullopt;
  default:
    return std::nullopt;
  }
}

bool laneMatches(const ExpectedLane &expected, unsigned bits, uint64_t value) {
  uint64_t quiet = bits == 32 ? UINT64_C(0x7fc00000) : UINT64_C(0x7ff8000000000000);
  uint64_t magnitude = bits == 32 ? UINT64_C(0x7fffffff) : UINT64_C(0x7fffffffffffffff);
  switch (expected.kind) {
  case ExpectedLane::Kind::CanonicalNan:
    return (value & magnitude) == quiet;
  case ExpectedLane::Kind::ArithmeticNan:
    return (value & quiet) == quiet;
  case ExpectedLane::Kind::Exact:
    break;
  }
  uint64_t mask = bits == 64 ? ~UINT64_C(0) : (UINT64_C(1) << bits) - 1;
  return (value & mask) == (expected.bits & mask);
}

static uint64_t laneOf(const sinter_val_t &value, unsigned bits, size_t index) {
  if (value.kind != SINTER_V128)
    return bits == 32 ? value.of.bits32 : value.of.bits64;
  uint64_t lane = 0;
  memcpy(&lane, value.of.v128 + index * bits / 8, bits / 8);
  return lane;
}

static bool lanesMatch(const ExpectedResult &expected, const sinter_val_t &value,
                       sinter_valkind_t kind) {
  if (value.kind != kind)
    return false;
  for (size_t i = 0; i != expected.lanes.size(); ++i)
    if (!laneMatches(expected.lanes[i], expected.laneBits, laneOf(value, expected.laneBits, i)))
      return false;
  return true;
}

bool matches(const ExpectedResult &expected, const sinter_val_t &value) {
  if (!expected.alternatives.empty()) {
    for (const ExpectedResult &alternative : expected.alternatives)
      if (matches(alternative, value))
        return true;
    return false;
  }
  bool isReference = value.kind == SINTER_FUNCREF || value.kind == SINTER_EXTERNREF ||
                     value.kind == SINTER_EXNREF || value.kind == SINTER_ANYREF;
  switch (expected.type) {
  case ScriptType::I32:
    return lanesMatch(expected, value, SINTER_I32);
  case ScriptType::I64:
    return lanesMatch(expected, value, SINTER_I64);
  case ScriptType::F32:
    return lanesMatch(expected, value, SINTER_F32);
  case ScriptType::F64:
    return lanesMatch(expected, value, SINTER_F64);
  case ScriptType::V128:
    return lanesMatch(expected, value, SINTER_V128);
  case ScriptType::RefNull: {
    bool kindMatches = !expected.heap || nullKind(*expected.heap) == value.kind;
    return isReference && kindMatches && !value.of.externref;
  }
  case ScriptType::RefFunc:
    return value.kind == SINTER_FUNCREF && value.of.funcref;
  case ScriptType::RefExn:
    return value.kind == SINTER_EXNREF && value.of.exnref;
  case ScriptType::RefExtern:
    return value.kind == SINTER_EXTERNREF && value.of.externref &&
           (!expected.hostNumber || value.of.externref == hostReference(*expected.hostNumber));
  default:
    return false;
  }
}

std::string describe(const sinter_val_t &value) {
  switch (value.kind) {
  case SINTER_I32:
    return fmt::format("i32 {} (0x{:x})", value.of.i32, value.of.bits32);
  case SINTER_I64:
    return fmt::format("i64 {} (0x{:x})", value.of.i64, value.of.bits64);
  case SINTER_F32:
    return fmt::format("f32 {} (0x{:08x})", value.of.f32, value.of.bits32);
  case SINTER_F64:
    return fmt::format("f64 {} (0x{:016x})", value.of.f64, value.of.bits64);
  case SINTER_V128: {
    std::string text = "v128";
    for (uint8_t byte : value.of.v128)
      text += fmt::format(" {:02x}", byte);
    return text;
  }
  case SINTER_FUNCREF:
    return value.of.funcref ? "a function" : "null funcref";
  case SINTER_EXTERNREF:
    return value.of.externref
               ? fmt::format("ref.extern {}", reinterpret_cast<uint64_t>(value.of.externref) - 1)
               : "null externref";
  case SINTER_EXNREF:
    return value.of.exnref ? "an exception" : "null exnref";
  case SINTER_ANYREF:
    return "null anyref";
  default:
    return "no value";
  }
}

static std::string_view typeName(ScriptType type) {
  switch (type) {
  case ScriptType::I32:
    return "i32";
  case ScriptType::I64:
    return "i64";
  case ScriptType::F32:
    return "f32";
  case ScriptType::F64:
    return "f64";
  case ScriptType::V128:
    return "v128";
  case ScriptType::RefNull:
    return "a null reference";
  case ScriptType::RefFunc:
    return "a function";
  case ScriptType::RefExtern:
    return "ref.extern";
  case ScriptType::RefExn:
    return "an exception";
  default:
    return "a reference of a type not supported yet";
  }
}

std::string describe(const ExpectedResult &expected) {
  if (!expected.alternatives.empty()) {
    std::string text;
    for (const ExpectedResult &alternative : expected.alternatives)
      text += (text.empty() ? "" : " or ") + describe(alternative);
    return text;
  }
  std::string text(typeName(expected.type));
  for (const ExpectedLane &lane : expected.lanes)
    switch (lane.kind) {
    case ExpectedLane::Kind::CanonicalNan:
      text += " nan:canonical";
      break;
    case ExpectedLane::Kind::ArithmeticNan:
      text += " nan:arithmetic";
      break;
    case ExpectedLane::Kind::Exact:
      text += fmt::format(" 0x{:x}", lane.bits);
      break;
    }
  if (expected.hostNumber)
    text += fmt::format(" {}", *expected.hostNumber);
  return text;
}

} // namespace sinter::spec
