//===-- Instruction.h - One decoded instruction ----------------------------===//
//
// Opcodes and their properties come from Opcodes.def. An Instruction holds any
// instruction's immediates side by side; ImmediateKind says which of the
// fields mean something. InstructionReader refills one object over and over,
// so that reading a body allocates nothing once its vectors have grown.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Types.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sinter {

enum class Feature : uint8_t {
#define FEATURE(NAME, OPTION, TEXT, BUILT, DEFAULT) NAME,
#include "wasm/Features.def"
};
inline constexpr unsigned featureCount = 0
#define FEATURE(NAME, OPTION, TEXT, BUILT, DEFAULT) +1
#include "wasm/Features.def"
    ;

struct FeatureInfo {
  std::string_view option; ///< as in --features=
  std::string_view text;   ///< as people call it
  bool built;      ///< its instructions too
  bool typesBuilt; ///< at least the types that it brings
  bool onByDefault;
};
[[nodiscard]] const FeatureInfo &featureInfo(Feature feature);

/// A set of features. The default: what is on by default.
class FeatureSet {
public:
  constexpr FeatureSet() = default;
  static FeatureSet defaults();
  [[nodiscard]] constexpr bool has(Feature f) const { return bits >> unsigned(f) & 1; }
  constexpr void add(Feature f) { bits |= uint64_t(1) << unsigned(f); }
  constexpr void remove(Feature f) { bits &= ~(uint64_t(1) << unsigned(f)); }
  constexpr void add(FeatureSet other) { bits |= other.bits; }
  constexpr bool operator==(const FeatureSet &) const = default;

private:
  uint64_t bits = 0;
};

enum class Opcode : uint16_t {
#define INSTRUCTION(NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE) NAME,
#include "wasm/Opcodes.def"
};
inline constexpr unsigned opcodeCount = 0
#define INSTRUCTION(NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE) +1
#include "wasm/Opcodes.def"
    ;

/// What follows an opcode, and the fields of Instruction that receive it.
enum class ImmediateKind : uint8_t {
  None,
  Block,        ///< block
  Label,        ///< index: relative depth
  Labels,       ///< labels: the targets, the default last
  FuncIndex,    ///< index
  TypeIndex,    ///< index
  TableIndex,   ///< index
  MemIndex,     ///< index
  GlobalIndex,  ///< index
  LocalIndex,   ///< index
  TagIndex,     ///< index
  DataIndex,    ///< index
  ElemIndex,    ///< index
  CallIndirect, ///< index: type, index2: table
  MemInit,      ///< index: data, index2: memory
  MemCopy,      ///< index: destination, index2: source
  TableInit,    ///< index: element segment, index2: table
  TableCopy,    ///< index: destination, index2: source
  MemArg,       ///< index: memory, value: offset, align
  MemArgLane,   ///< the same, and lane
  Lane,         ///< lane
  Shuffle,      ///< bytes: 16 lanes
  I32Const,     ///< value: sign-extended
  I64Const,     ///< value
  F32Const,     ///< value: bits
  F64Const,     ///< value: bits
  V128Const,    ///< bytes
  HeapType,     ///< type (nullable as the opcode says)
  SelectTypes,  ///< types
  TryTable,     ///< block, catches
  BrOnCast,     ///< index: label, type: from, type2: to
  Field,        ///< index: type, index2: field
  TypeCount,    ///< index: type, value: count
  TypeData,     ///< index: type, index2: data
  TypeElem,     ///< index: type, index2: element segment
  TypeType,     ///< index: destination, index2: source
  Fence,        ///< one zero byte
};

enum class OpcodeGroup : uint8_t {
  Control,
  Parametric,
  Reference,
  Load,
  Store,
  Memory,
  Constant,
  Numeric,
  Gc,
  Simd,
  Atomic
};

struct OpcodeInfo {
  std::string_view text;
  uint8_t prefix;
  uint16_t code;
  ImmediateKind immediates;
  std::string_view signature; ///< see Opcodes.def
  Feature feature;
  OpcodeGroup group;
};
[[nodiscard]] const OpcodeInfo &opcodeInfo(Opcode opcode);

/// log2 of the bytes that an instruction with a memory argument touches.
[[nodiscard]] unsigned naturalAlignmentLog2(Opcode opcode);

/// A block's type: nothing, one value, or a function type by index (core 5.4.1).
struct BlockType {
  enum class Kind : uint8_t { Empty, Value, Index } kind = Kind::Empty;
  ValueType value;
  TypeIndex index{};
};

struct CatchClause {
  enum class Kind : uint8_t { Catch, CatchRef, CatchAll, CatchAllRef } kind;
  TagIndex tag{};
  uint32_t label = 0;
};

struct Instruction {
  Opcode opcode = Opcode::Nop;
  uint64_t offset = 0; ///< of the opcode's first byte in the file
  uint32_t index = 0;
  uint32_t index2 = 0;
  uint64_t value = 0;
  uint32_t align = 0; ///< log2
  uint8_t lane = 0;
  std::array<uint8_t, 16> bytes{};
  BlockType block;
  ValueType type;
  ValueType type2;
  std::vector<uint32_t> labels;
  std::vector<ValueType> types;
  std::vector<CatchClause> catches;
};

} // namespace sinter
