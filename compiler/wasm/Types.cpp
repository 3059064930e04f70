//===-- Types.cpp - How types are spelt ------------------------------------===//
//
// The text format's names (core 6.4), used in messages, in `inspect` and by the
// printer.
//
//===----------------------------------------------------------------------===//
#include "wasm/Types.h"

namespace sinter {

std::string toString(HeapType type) {
  if (type.isIndex())
    return std::to_string(raw(type.index()));
  switch (type.abstract()) {
  case HeapType::Func:
    return "func";
  case HeapType::Extern:
    return "extern";
  case HeapType::Any:
    return "any";
  case HeapType::Eq:
    return "eq";
  case HeapType::I31:
    return "i31";
  case HeapType::Struct:
    return "struct";
  case HeapType::Array:
    return "array";
  case HeapType::Exn:
    return "exn";
  case HeapType::NoExn:
    return "noexn";
  case HeapType::NoFunc:
    return "nofunc";
  case HeapType::NoExtern:
    return "noextern";
  case HeapType::None:
    return "none";
  case HeapType::Bottom:
    return "bottom";
  }
  return "?";
}

/// The one-word form that a nullable reference to an abstract heap type has.
static std::string shorthand(HeapType::Abstract heap) {
  switch (heap) {
  case HeapType::None:
    return "nullref";
  case HeapType::NoFunc:
    return "nullfuncref";
  case HeapType::NoExtern:
    return "nullexternref";
  case HeapType::NoExn:
    return "nullexnref";
  default:
    return toString(HeapType(heap)) + "ref";
  }
}

std::string toString(ValueType type) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return "i32";
  case ValueType::Kind::I64:
    return "i64";
  case ValueType::Kind::F32:
    return "f32";
  case ValueType::Kind::F64:
    return "f64";
  case ValueType::Kind::V128:
    return "v128";
  case ValueType::Kind::Bottom:
    return "any";
  case ValueType::Kind::Ref:
    break;
  }
  if (type.isNullable() && !type.heap().isIndex())
    return shorthand(type.heap().abstract());
  return std::string("(ref ") + (type.isNullable() ? "null " : "") + toString(type.heap()) + ")";
}

std::string toString(const std::vector<ValueType> &types) {
  std::string out = "[";
  for (const ValueType &type : types) {
    if (out.size() > 1)
      out += ' ';
    out += toString(type);
  }
  return out + "]";
}

uint8_t abiCode(ValueType type) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return 0x7f;
  case ValueType::Kind::I64:
    return 0x7e;
  case ValueType::Kind::F32:
    return 0x7d;
  case ValueType::Kind::F64:
    return 0x7c;
  case ValueType::Kind::V128:
    return 0x7b;
  case ValueType::Kind::Ref:
    break;
  case ValueType::Kind::Bottom:
    return 0;
  }
  // A reference crosses the ABI as what its hierarchy begins with (core 3.3.3).
  HeapType heap = type.heap();
  bool isFunc =
      heap.isIndex() || heap == HeapType(HeapType::Func) || heap == HeapType(HeapType::NoFunc);
  if (heap == HeapType(HeapType::Exn) || heap == HeapType(HeapType::NoExn))
    return 0x69;
  bool isExtern = heap == HeapType(HeapType::Extern) || heap == HeapType(HeapType::NoExtern);
  return isFunc ? 0x70 : isExtern ? 0x6f : 0x6e;
}

} // namespace sinter
