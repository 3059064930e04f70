//===-- OpcodeTables.h - Opcodes.def as constant tables --------------------===//
//
// Opcodes.def spells signatures and access widths for people to read; here the
// compiler turns them into what the walker of bodies looks up per instruction.
// A malformed signature does not compile. Only reader, validator and their
// tests include this file; others use opcodeInfo().
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Instruction.h"

#include <array>

namespace sinter {

/// A fixed signature: the operand and result types, Address standing for the memory's address type.
struct Signature {
  enum Code : uint8_t { I32, I64, F32, F64, V128, Address };
  bool isFixed = false; ///< false: typed by hand
  bool hasAddress = false;
  uint8_t parameterCount = 0;
  uint8_t resultCount = 0;
  std::array<uint8_t, 4> parameters{};
  std::array<uint8_t, 2> results{};
};

namespace detail {

consteval uint8_t signatureCode(char c) {
  switch (c) {
  case 'i':
    return Signature::I32;
  case 'l':
    return Signature::I64;
  case 'f':
    return Signature::F32;
  case 'd':
    return Signature::F64;
  case 'v':
    return Signature::V128;
  case 'a':
    return Signature::Address;
  }
  __builtin_trap(); // a letter that Opcodes.def does not define: no constant
}

consteval Signature parseSignature(std::string_view text) {
  Signature s;
  if (text == "*")
    return s;
  s.isFixed = true;
  size_t i = 0;
  for (; text[i] != ':'; ++i) {
    s.parameters[s.parameterCount++] = signatureCode(text[i]);
    s.hasAddress |= text[i] == 'a';
  }
  for (++i; i < text.size(); ++i)
    s.results[s.resultCount++] = signatureCode(text[i]);
  return s;
}

/// The number that follows `word` in `text` ("load" in "i32.load8_s" gives 8), 8x8 multiplied out;
/// 0 if none.
consteval unsigned numberAfter(std::string_view text, std::string_view word) {
  size_t at = text.find(word);
  if (at == text.npos)
    return 0;
  unsigned numbers[2] = {0, 0};
  unsigned which = 0;
  for (at += word.size(); at < text.size(); ++at) {
    if (text[at] >= '0' && text[at] <= '9')
      numbers[which] = numbers[which] * 10 + unsigned(text[at] - '0');
    else if (text[at] == 'x' && numbers[0] && !which)
      which = 1;
    else
      break;
  }
  return which ? numbers[0] * numbers[1] : numbers[0];
}

/// log2 of the bytes that a load, store or atomic access touches.
consteval uint8_t accessLog2(std::string_view text) {
  unsigned bits = 0;
  for (std::string_view word : {"load", "store", "rmw", "wait"})
    if (!bits)
      bits = numberAfter(text, word);
  if (!bits) {
    if (text.starts_with("v128"))
      bits = 128;
    else if (text.starts_with("i64") || text.starts_with("f64"))
      bits = 64;
    else
      bits = 32; // i32, f32, memory.atomic.notify
  }
  uint8_t log2 = 0;
  while (8u << log2 < bits)
    ++log2;
  return log2;
}

} // namespace detail

inline constexpr std::array<Signature, opcodeCount> signatures = {
#define INSTRUCTION(NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE)                      \
  detail::parseSignature(SIGNATURE),
#include "wasm/Opcodes.def"
};

/// log2 of the access's width; only of instructions with a memory argument.
inline constexpr std::array<uint8_t, opcodeCount> accessWidths = {
#define INSTRUCTION(NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE)                      \
  detail::accessLog2(TEXT),
#include "wasm/Opcodes.def"
};

inline constexpr std::array<ImmediateKind, opcodeCount> immediateKinds = {
#define INSTRUCTION(NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE)                      \
  ImmediateKind::IMMEDIATES,
#include "wasm/Opcodes.def"
};

inline constexpr std::array<Feature, opcodeCount> opcodeFeatures = {
#define INSTRUCTION(NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE) Feature::FEATURE,
#include "wasm/Opcodes.def"
};

} // namespace sinter
