//===-- Types.h - Value types, heap types and function types ---------------===//
//
// Types of core 2.3 as small plain values. Reference types carry a nullability
// and a heap type, either abstract or a type index, so that typed references
// and garbage collection need no other representation; type indices compare
// through the canonical id that ModuleReader computes (core 3.1.4, 4.1.4).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Index.h"

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace sinter {

/// Abstract heap types by their codes in the binary format; anything below 2^31 is a type index.
class HeapType {
public:
  enum Abstract : uint32_t {
    Func = 0x80000070,
    Extern = 0x8000006f,
    Any = 0x8000006e,
    Eq = 0x8000006d,
    I31 = 0x8000006c,
    Struct = 0x8000006b,
    Array = 0x8000006a,
    Exn = 0x80000069,
    NoExn = 0x80000074,
    NoFunc = 0x80000073,
    NoExtern = 0x80000072,
    None = 0x80000071,
    Bottom = 0x800000ff,
  };
  constexpr HeapType() = default;
  constexpr HeapType(Abstract a) : code(a) {}
  constexpr explicit HeapType(TypeIndex index) : code(raw(index)) {}

  [[nodiscard]] constexpr bool isIndex() const { return code < 0x80000000u; }
  [[nodiscard]] constexpr TypeIndex index() const { return TypeIndex(code); }
  [[nodiscard]] constexpr Abstract abstract() const { return Abstract(code); }
  constexpr bool operator==(const HeapType &) const = default;

private:
  uint32_t code = Func;
};

class ValueType {
public:
  /// Bottom is the type of operands that unreachable code makes up (core 3.4, stack-polymorphic).
  enum class Kind : uint8_t { I32, I64, F32, F64, V128, Ref, Bottom };

  constexpr ValueType() = default;
  constexpr ValueType(Kind kind) : tag(kind) {}
  static constexpr ValueType ref(HeapType heap, bool nullable) {
    ValueType t(Kind::Ref);
    t.target = heap;
    t.nullable = nullable;
    return t;
  }
  static constexpr ValueType funcref() { return ref(HeapType::Func, true); }
  static constexpr ValueType externref() { return ref(HeapType::Extern, true); }

  [[nodiscard]] constexpr Kind kind() const { return tag; }
  [[nodiscard]] constexpr bool isRef() const { return tag == Kind::Ref; }
  [[nodiscard]] constexpr bool isNumeric() const { return tag < Kind::V128; }
  [[nodiscard]] constexpr bool isBottom() const { return tag == Kind::Bottom; }
  [[nodiscard]] constexpr bool isFloat() const { return tag == Kind::F32 || tag == Kind::F64; }
  [[nodiscard]] constexpr bool isNullable() const { return nullable; }
  [[nodiscard]] constexpr HeapType heap() const { return target; }
  /// Has a default value (numbers, vectors, nullable references; core 3.1.2).
  [[nodiscard]] constexpr bool isDefaultable() const { return !isRef() || nullable; }
  /// All of the type in one number: equal for equal types. Comparing is what validation spends its
  /// time on.
  [[nodiscard]] constexpr uint64_t bits() const { return std::bit_cast<uint64_t>(*this); }
  constexpr bool operator==(const ValueType &other) const { return bits() == other.bits(); }

private:
  Kind tag = Kind::I32;
  bool nullable = false;
  [[maybe_unused]] uint16_t padding = 0; // so that bits() has no unknown ones
  HeapType target;
};

/// "i32", "funcref", "(ref null 3)": the text format's spelling.
[[nodiscard]] std::string toString(ValueType type);
[[nodiscard]] std::string toString(HeapType type);
/// "[i32 i64]".
[[nodiscard]] std::string toString(const std::vector<ValueType> &types);
/// As abiCode(module, type), for types that name no struct or array type.
[[nodiscard]] uint8_t abiCode(ValueType type);

struct FuncType {
  std::vector<ValueType> parameters;
  std::vector<ValueType> results;
  bool operator==(const FuncType &) const = default;
};

struct Limits {
  uint64_t minimum = 0;
  uint64_t maximum = ~uint64_t(0); ///< ~0 = none declared
  bool is64 = false;               ///< i64 addresses (memory64 and table64)
  bool shared = false;
  [[nodiscard]] bool hasMaximum() const { return maximum != ~uint64_t(0); }
};

struct TableType {
  ValueType element;
  Limits limits;
};

struct MemoryType {
  Limits limits; ///< in pages
  uint32_t pageSizeLog2 = 16;
};

struct GlobalType {
  ValueType type;
  bool isMutable = false;
};

} // namespace sinter
