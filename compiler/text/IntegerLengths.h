//===-- IntegerLengths.h - Integers longer than they need be -----------------===//
//
// Linkers leave room in integers that they fill in late: five bytes for an index
// of one. `(@sinter.lengths n*)` in front of an instruction keeps such a form in
// text. It says for each integer behind the instruction's first byte how many
// bytes it takes; what the integer is, the instruction says.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"
#include "wasm/Instruction.h"

namespace sinter {

/// Whether all that follows the first byte of that instruction is LEB128 (or bytes below 0x80,
/// which look the same).
[[nodiscard]] bool hasOnlyIntegers(Opcode opcode);

/// Whether its integer is one that is extended by its sign.
[[nodiscard]] bool hasSignedInteger(Opcode opcode);

/// The least bytes that the integer which `encoded` is can take.
[[nodiscard]] size_t minimalLength(Bytes encoded, bool isSigned);

/// Gives the integers of the instruction at the end of `bytes`, from `begin` on, these lengths.
/// False if they do not fit.
[[nodiscard]] bool applyLengths(std::vector<uint8_t> &bytes, size_t begin, Opcode opcode,
                                const std::vector<uint8_t> &lengths);

} // namespace sinter
