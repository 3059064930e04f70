//===-- InstructionReader.h - Opcodes and immediates -----------------------===//
//
// Decodes one instruction after another (core 5.4) into the same Instruction
// object. Every row of Opcodes.def is decoded, built or not: an instruction of
// a feature that is not to be had is refused by the feature's name, an opcode
// that no row has is malformed.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FeatureGate.h"

namespace sinter {

/// Reads the next instruction into `inst`. False after an error, at the opcode or in its
/// immediates.
[[nodiscard]] bool readInstruction(ByteReader &reader, FeatureGate &gate, Instruction &inst);

} // namespace sinter
