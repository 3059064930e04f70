//===-- OpcodeLookup.h - From the bytes of an opcode to its row ------------===//
//
// One table per prefix, filled from Opcodes.def, for whoever decodes: the
// instruction reader, and the printer, which has to see each integer as it was
// encoded and therefore decodes immediates by itself.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Instruction.h"

#include <array>

namespace sinter {

inline constexpr uint16_t noOpcode = 0xffff;

/// The opcodes behind one prefix, by code.
template <unsigned Prefix, unsigned Size> consteval std::array<uint16_t, Size> opcodesOf() {
  std::array<uint16_t, Size> table;
  table.fill(noOpcode);
#define INSTRUCTION(NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE)                      \
  if (PREFIX == Prefix)                                                                            \
    table[CODE] = uint16_t(Opcode::NAME);
#include "wasm/Opcodes.def"
  return table;
}

inline constexpr auto plainOpcodes = opcodesOf<0, 256>();
inline constexpr auto fbOpcodes = opcodesOf<0xfb, 0x20>();
inline constexpr auto fcOpcodes = opcodesOf<0xfc, 0x18>();
inline constexpr auto fdOpcodes = opcodesOf<0xfd, 0x120>();
inline constexpr auto feOpcodes = opcodesOf<0xfe, 0x50>();

/// Whether an opcode follows that byte.
constexpr bool isOpcodePrefix(uint8_t byte) { return byte >= 0xfb && byte <= 0xfe; }

/// The Opcode with that code behind `prefix`, which isOpcodePrefix(); noOpcode if there is none.
constexpr uint16_t findPrefixedOpcode(uint8_t prefix, uint32_t code) {
  auto in = [code](const auto &table) { return code < table.size() ? table[code] : noOpcode; };
  switch (prefix) {
  case 0xfb:
    return in(fbOpcodes);
  case 0xfc:
    return in(fcOpcodes);
  case 0xfd:
    return in(fdOpcodes);
  default:
    return in(feOpcodes);
  }
}

} // namespace sinter
